"""Mail that is encrypted or signed (S/MIME, PGP): opening it with a desk's keys, and saying what of it was checked.

Pure: keys come in, values go out; no database. `opening.unsealed` is the door. Whoever reads
strangers' mail calls it in a process of its own: `deskhand.mail.unsealing`.
"""
