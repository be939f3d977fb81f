"""Words that say nothing about what somebody wants, in the languages of the pages, folded as the index folds them.

Only for whole questions: who types one of them into a search box means it.
"""

from __future__ import annotations

_ENGLISH = """
a about after again all also am an and any anyone are as at be been before being both but by can cannot could did do
does doesn doing don dear for from get gets got had has have having hello help hi how i if in into is isn it its just
kind me mine my need no not now of off on only or our out over please regards since so some still than thank thanks
that the their them then there these they this those to too up us very want was way we well were what when where which
while who why will with without won would yet you your
"""
_GERMAN = """
aber alle als am an auch auf aus bei beim bin bis bitte brauche da danke dann das dass dem den der des die dies diese
dieser dieses doch dort du ein eine einem einen einer eines er es etwas euch fur ganz gar gehen geht gibt gruss grusse
guten habe haben hallo hat hatte hier hilfe ich ihnen ihr ihre im immer in ins ist ja jetzt kann kein keine keinen
konnen konnte liebe machen man mehr mein meine meinem meinen meiner mich mir mit mochte muss nach nicht nichts noch nun
nur ob oder ohne schon seit sehr sein seine sich sie sind so soll tag um und uns unser unsere vom von vor wann warum was
welche wenn wer werden wie wieder wir wird wo wurde zu zum zur
"""

STOP_WORDS = frozenset((_ENGLISH + _GERMAN).split())
