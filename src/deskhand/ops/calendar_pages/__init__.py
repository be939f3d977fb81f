"""Settings pages about business calendars: the list, one calendar, where each counts."""
