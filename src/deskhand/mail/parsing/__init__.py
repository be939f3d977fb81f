"""The rooms behind `deskhand.mail.parse`: each file answers one question about raw mail, none of them ever raises."""
