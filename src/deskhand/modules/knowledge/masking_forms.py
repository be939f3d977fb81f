"""The forms in which personal words stand in a text, in the languages of those who write most: patterns for
:mod:`deskhand.modules.knowledge.masking`. Where only a part is personal, ``said`` is before it and ``what`` is it."""

from __future__ import annotations

import re

_UPPER = r"[A-ZÀ-ÖØ-ÞĀ-Ž]"
_BETWEEN = r"(?:(?:van|von|de|der|den|del|della|di|da|dos|la|le|zu)[ \t]+)*"
_NAMED = rf"{_UPPER}[\w’'-]*(?:[ \t]+{_BETWEEN}{_UPPER}[\w’'-]*){{0,3}}"
_BY = r"(?:\s+(?:is|ist|lautet|est|es|è))?\s*[:=]?\s+"

SECRET = re.compile(
    r"(?P<said>\b(?:passwords?|passwort|passwörter|kennwort|passphrase|pin|tan|mot de passe|contraseña|wachtwoord|"
    rf"hasło|senha|parola d['’]ordine|api[ -]?key|token)\b{_BY}|"
    r"\b(?:password|passwort|kennwort|pin|token)[:=]\s*)"
    r"(?P<what>(?=\S*[\d!#$%&*+?@^_~-])\S{3,}?)(?=[.,;:)]*(?:\s|$))",
    re.IGNORECASE,
)
"""What follows a word for a password, if it looks like one."""

LOGIN = re.compile(
    r"(?P<said>\b(?:user ?name|user ?id|login|log-in|benutzername|benutzer|kennung|anmeldename|nom d['’]utilisateur|"
    r"identifiant|usuario|utente|gebruikersnaam)\b\s*[:=]\s*)(?P<what>[^\s,;]+)",
    re.IGNORECASE,
)
HOME = re.compile(r"(?P<said>(?:[A-Z]:\\Users\\|/home/|/Users/))(?P<what>[^\\/\s]+)", re.IGNORECASE)
URL = re.compile(r"\b(?:https?|ftp|sftp|ssh)://[^\s<>\"“”)\]]+|\bwww\.[^\s<>\"“”)\]]+", re.IGNORECASE)
MAIL = re.compile(r"(?:mailto:)?[\w.+’'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?\b")
MAC = re.compile(r"\b[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}\b", re.IGNORECASE)
IP4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
IP6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)

KEPT = re.compile(
    r"\b(?:19|20)\d\d-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d(?::[0-5]\d)?)?"
    r"|\b[0-3]?\d[./][01]?\d[./](?:19|20)?\d\d\b"
    r"|\b0x[0-9A-F]+\b|\bKB ?\d{6,7}\b|\bCVE-\d{4}-\d{4,7}\b"
    r"|\bv?\d+(?:\.\d+){2,}(?:[-+][\w.]+)?\b",
    re.IGNORECASE,
)
"""Numbers that are nobody's: dates, error codes, known updates, versions."""

PHONE = re.compile(
    r"(?<![\w#])(?:\+|\(0|\(\+|00?(?=[1-9]))\d(?:[ \t()/.-]{0,3}\d){5,17}(?!\w)"
    r"|(?<![\w#])\(\d{2,5}\)[ -]?\d(?:[ -]?\d){4,9}(?!\w)"
)
OWN_NUMBER = re.compile(
    r"(?P<said>\b(?:tickets?|cases?|incidents?|requests?|accounts?|customer|client|invoice|order|contract|employee|"
    r"vorgang|vorgangsnummer|fall|konto|kontonummer|kunde|kundennummer|rechnung|rechnungsnummer|auftrag|"
    r"auftragsnummer|bestellung|vertrag|vertragsnummer|personalnummer|compte|facture|commande|contrat|cuenta|"
    r"cliente|factura|pedido|contrato|conto|fattura|ordine|contratto)\b"
    r"[ \t]*(?:(?:no|nr|number|nummer|id|n°|nº|num)\b\.?)?[ \t]*[:#]?[ \t]*)"
    r"(?P<what>[A-Z]{0,4}[-/]?\d[\d./-]{2,}\b)",
    re.IGNORECASE,
)
"""A number after a word for what it numbers."""

HASH = re.compile(r"#\d{3,}\b")
LONG = re.compile(r"(?<!\w)[A-Z]{0,4}[-/]?\d(?:[ \t./-]?\d){5,}\b", re.IGNORECASE)
CODED = re.compile(r"(?<!\w)(?=\w*\d{5})[A-Z]{1,5}-?\d[\w-]*\b", re.IGNORECASE)
"""Numbers of six digits and more; shorter ones may be error codes."""

POSTAL = re.compile(
    rf"\b{_UPPER}[\w-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm|ufer)[ ]\d{{1,4}}[ ]?[a-z]?\b"
    rf"(?:,?\s*(?:D-)?\d{{5}}[ ]{_UPPER}\w+)?"
    rf"|\b\d{{1,5}}[ ](?:{_UPPER}\w+[ ]){{1,3}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Boulevard|Blvd|Square|Way)\b\.?"
    r"|\b\d{1,4}(?:[ ]?bis)?,?[ ](?:rue|avenue|boulevard|place|chemin|quai|impasse|allée)[ ]"
    rf"(?:(?:de|du|des|la|le)[ ]|d['’]|l['’])*{_UPPER}[\w-]*(?:[ ]{_UPPER}[\w-]*)?"
    r"|\b(?:Calle|Avenida|Plaza|Paseo|Via|Viale|Piazza|Corso|Rua)[ ]"
    rf"(?:(?:de|del|la|los|las|di|della|da|do)[ ])*{_UPPER}\w+(?:[ ]{_UPPER}\w+)*,?[ ]\d{{1,4}}\b"
    rf"|\b(?:D-)?\d{{5}}[ ]{_UPPER}[a-zäöüß]{{2,}}(?:[ ](?:am|an der)[ ]{_UPPER}\w+)?"
)
TITLED = re.compile(
    r"(?P<said>\b(?:Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Herrn?|Frau|Hr|Fr|Monsieur|Madame|Mme|Mlle|Señora?|Sra?|Don|Doña|"
    rf"Signora?|Sig|Sig\.ra|Dott|Mevrouw|Meneer|Pan|Pani)\b\.?[ \t]+(?:(?:Dr|Prof)\.?[ \t]+)*)(?P<what>{_NAMED})"
)
GREETED = re.compile(
    r"(?P<said>^[ \t]*(?:Hi|Hello|Hey|Dear|Good morning|Good afternoon|Hallo|Moin|Servus|Guten Tag|Guten Morgen|"
    r"Liebe[rs]?|Sehr geehrte[rs]?|Bonjour|Salut|Cher|Chère|Hola|Buenos días|Estimad[oa]|Querid[oa]|Ciao|Buongiorno|"
    rf"Gentile|Car[oa]|Beste|Hej|Cześć|Olá)[ \t]+)(?P<what>{_NAMED})(?=[ \t]*(?:[,!:–-]|\.(?![ \t]*\ue000)|$))",
    re.MULTILINE,
)
SIGNED = re.compile(
    r"(?P<said>(?i:\b(?:(?:kind|best|warm|many)?[ ]?regards|best wishes|thanks|thank you|cheers|sincerely|yours|"
    r"(?:mit )?(?:freundlichen|besten|vielen|lieben|herzlichen|schönen)?[ ]?(?:grüßen?|grüssen?|dank)|danke|"
    r"viele grüße|mfg|lg|vg|cordialement|bien à vous|merci|(?:un )?saludos?(?: cordiales)?|gracias|atentamente|"
    r"cordiali saluti|grazie|met vriendelijke groet|pozdrawiam|atenciosamente))"
    rf"[ \t]*[,.!–-]*[ \t]*(?:\n[ \t]*)+)(?P<what>{_NAMED})[ \t]*$",
    re.MULTILINE,
)
TOKEN_PART = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}")
"""Part of a link that is a key rather than a name."""
