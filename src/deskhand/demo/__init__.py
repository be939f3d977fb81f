"""The demo desk: the people, the conversations and the files that make a fresh installation look lived in.

`stories.make` is the front door for tickets, `cast.load` for people, teams, canned replies and the rest of the desk.
Nothing here touches the database; the writing of rows is the bulk writer's.
"""
