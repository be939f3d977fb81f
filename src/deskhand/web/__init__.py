"""The face: base pages, components as macros, the Jinja2 environment and the look. It knows nothing of tickets."""
