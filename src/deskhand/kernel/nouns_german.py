"""German nouns in another gender: what stands before and after them follows.

A sentence of the catalogue is written for one noun ("das Ticket"). :func:`instead` puts another in its place ("der
Fall"), with article, adjectives and the pronoun of a clause behind it in the right form. What the old form leaves open
(nominative or accusative of a neuter, dative or genitive of a feminine) is judged by the words around it; the sentences
of the catalogue are read through by a test.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deskhand.kernel.german_forms import (
    ACC,
    ARTICLE,
    CASES,
    DAT,
    GEN,
    LIKE_DIES,
    LIKE_EIN,
    MIXED,
    NOM,
    PRONOUN,
    STRONG,
    WEAK,
    Noun,
)

MERGED = {"im": "in", "am": "an", "zum": "zu", "vom": "von", "beim": "bei", "zur": "zu"}
"""Prepositions that have swallowed a dative article, and what they were."""

MERGED_ACC = {"ins": "in", "ans": "an", "aufs": "auf"}

_STEMS = (
    "neu|eigen|ander|untergeordnet|übergeordnet|wiederkehrend|erst|vorig|nächst|offen|gelöst|fertig|ganz|üblich|alt|"
    "früher|weiter|bestimmt|einzeln|letzt|jeweilig|geplant|geschlossen|beendet|verknüpft|gewählt|vertraulich|angeboten|"
    "begonnen|dringend|vorhanden|passend|eröffnet"
)
_ADJECTIVES = rf"(?P<adjectives>(?:(?:{_STEMS})e[nrms]?\s+)*)"
_DETERMINER = (
    r"(?:\b(?P<determiner>de[rmns]selben?|die?selben?|dasselben?|de[rmns]|die|das|(?:dies|jed|jen|welch)e[rnms]?|"
    r"(?:k?ein|mein|sein|ihr|unser)(?:e[rnms]?)?|im|am|zum|vom|beim|zur|ins|ans|aufs)\s+)?"
)
_ACC_BEFORE = frozenset("für ohne durch gegen um bis an auf in über unter neben vor hinter zwischen je".split())
_DAT_BEFORE = frozenset(
    "von mit aus bei zu nach seit gegenüber außer an in auf unter über vor neben zwischen ab hinter".split()
)
_DAT_ALONE = frozenset("von mit aus bei zu nach seit".split())
_MANY = re.compile(r"(solch|mehrer|viel|einig|all|einzeln|beid|dieselb)e[nr]?")
_CLAUSE = frozenset(
    "wenn ob dass bis weil solange sobald nachdem bevor während wie denn damit wo wann ehe da sonst deren".split()
)
_COPULA = re.compile(r"\b(ist|sind|war|wurde|wird|werden|bleibt|heißt|zählt als)\b", re.IGNORECASE)
_INTRANSITIVE = re.compile(
    r"\b(endete?t?|kommt|kam|ging|geht|wartet|steht|gilt|bleibt|blieb|passt|liegt|gehört|wird|wurde|ist|war|schrieb|schreibt|liest|"
    r"fände|und|beantworten nur)$",
    re.I,
)
_FINITE = re.compile(
    r"\b(ist|wird|würde|wurde|hat|hatte|kann|gibt|bleibt|blieb|war|ging|kam|gab|darf|muss|soll|lässt|verlässt|endete|braucht|"
    r"sagt|[a-zäöü]{2,}(?:t|te))\b"
)
_INFINITIVE = re.compile(r"(?:^|\s)[a-zäöüß]{2,}(?:en|ern|eln|tun)$")
_PARTICIPLE = re.compile(r"(?:^|\s)[a-zäöüß]*(?:ge[a-zäöüß]+(?:t|en)|eröffnet|verschoben)$")
_CLAUSES = re.compile(r"[.:;!?,()–„“]\s*|\n")
_VALUE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
_BETWEEN = r"(?:(?!jemand|niemand|alle)[a-zäöüß]+|„?(?:%\(\w+\)s|{\w+})“?)"
"""What may stand between a noun and the clause about it."""

_SUBJECT = re.compile(r"\s+(?:ich|Sie|sie|es|er|wir|man|jemand|niemand|ein Agent)\b")


@dataclass(frozen=True)
class Old:
    """The noun of the catalogue: how it is found, and its gender. ``joined`` begins compounds, ``first`` are words with
    which it ends some. ``pronouns``: words for it elsewhere in a sentence,
    each with the case of its group ``it`` (``acc``), or besides with the stem of what it is (``ein:acc``, ``das:nom``,
    ``sein:``)."""

    singular: str
    plural: str
    gender: str
    joined: str = ""
    first: str = ""
    pronouns: Sequence[tuple[re.Pattern[str], str]] = ()

    @property
    def heads(self) -> re.Pattern[str]:
        first = rf"(?P<first>{self.first})?" if self.first else "(?P<first>(?!))?"
        head = rf"(?P<head>{first}(?:(?P<many>{self.plural})|(?P<one>{self.singular})))(?!\w|-)"
        return re.compile(rf"{_DETERMINER}{_ADJECTIVES}(?<![\w.#/@-]){head}(?![./]\w|:\w)", re.IGNORECASE)


def instead(text: str, old: Old, new: Noun) -> str:
    """The text with the new noun wherever the old one stands."""
    parts, done, is_single = [], 0, False
    for found in old.heads.finditer(text):
        if found.start() < done or (old.singular[0].isupper() and found["head"][0].islower()):
            continue
        one, end = (_many if _is_plural(text, found, old) else _one)(text, found, old, new)
        is_single = is_single or not _is_plural(text, found, old)
        parts += [text[done : found.start()], one]
        done = end
    said = "".join([*parts, text[done:]])
    if is_single and new.gender != old.gender:
        said = _pronouns(said, old, new)
    if new.is_inside:
        said = re.sub(rf"\b([Aa])n(?= (?:\w*e[rmn])(?: \w+en)? (?:{new.singular}|{new.plural})\b)", _in, said)
    return _compounds(said, old, new)


def _in(found: re.Match[str]) -> str:
    return "In" if found[1] == "A" else "in"


def _is_plural(text: str, found: re.Match[str], old: Old) -> bool:
    """Plural and genitive are one form of some: the article tells them apart."""
    if found["many"] is None:
        return False
    determiner = (found["determiner"] or "").lower()
    is_genitive = old.gender != "f" and re.fullmatch(
        r"des(selben)?|(dies|jed|jen|welch|k?ein|mein|sein|ihr)es", determiner
    )
    listed = re.search(r"[A-ZÄÖÜ]\w+s,\s$", text[: found.start()])
    return not (is_genitive or (listed and not determiner and old.gender != "f" and "seines" in text))


def _many(text: str, found: re.Match[str], old: Old, new: Noun) -> tuple[str, int]:
    determiner, adjectives = (found["determiner"] or "").lower(), found["adjectives"].strip()
    before = text[: found.start()].split() or [""]
    is_counted = _VALUE.fullmatch(before[-1]) is not None and len(before) > 1
    ahead = before[-2 if is_counted else -1].lower()
    if determiner:
        is_dative = bool(re.fullmatch(r"den|(dies|jen|welch|kein|mein|sein|ihr)en|zum|zur", determiner))
    elif adjectives or _MANY.fullmatch(ahead):
        is_dative = (ahead if _MANY.fullmatch(ahead) else adjectives.split()[-1]).endswith("en")
    else:
        is_dative = ahead in (_DAT_ALONE if is_counted or before[-2:-1] == ["passt"] else _DAT_BEFORE)
    start = found.start("head") - found.start()
    return found.group()[:start] + _joined(found, new.many(DAT if is_dative else NOM)), found.end()


def _joined(found: re.Match[str], form: str) -> str:
    """The form as the end of a compound, where the old noun was that."""
    first = found["first"]
    return f"{first}{form.lower()}" if first else form


def _one(text: str, found: re.Match[str], old: Old, new: Noun) -> tuple[str, int]:
    case = _case(text, found, old)
    determiner, kind = _determiner(found["determiner"] or "", case, new)
    endings = {"der": WEAK, "ein": MIXED, "": STRONG}[kind][new.gender]
    adjectives = re.sub(r"e[nrms]?(?=\s)", endings[CASES.index(case)], found["adjectives"])
    space = " " if determiner else ""
    said = f"{determiner}{space}{adjectives}{_joined(found, new.form(case))}"
    if found.group()[:1].isupper() and (found["determiner"] or found["adjectives"]):
        said = said[:1].upper() + said[1:]
    return _relative(text, found.end(), said, old, new)


def _case(text: str, found: re.Match[str], old: Old) -> str:
    """The case that the old form has; where it leaves two, by the words around it."""
    left = _CLAUSES.split(_VALUE.sub("%", text[: found.start()]))[-1].strip()
    left = left[:-1].strip() if left.endswith("%") and found["adjectives"] and not found["determiner"] else left
    right = _CLAUSES.split(_VALUE.sub("%", text[found.end() :]))[0].strip()
    possible = _possible(found, old)
    if old.gender != "f":
        possible = {GEN} if found["many"] else possible - {GEN}
    if possible == {NOM, ACC}:
        return _subject_or_object(left, right)
    if possible == {DAT, GEN}:
        return _to_or_of(text[: found.start()].split())
    return next((one for one in CASES if one in possible), NOM)


def _possible(found: re.Match[str], old: Old) -> set[str]:
    determiner = (found["determiner"] or "").lower()
    if determiner in MERGED:
        return {DAT}
    if determiner in MERGED_ACC:
        return {ACC}
    possible = set()
    for index, case in enumerate(CASES):
        form, kind = _form(determiner, index, old.gender)
        endings = {"der": WEAK, "ein": MIXED, "": STRONG}[kind][old.gender]
        is_same = all(re.search(rf"{endings[index]}$", word) for word in found["adjectives"].split())
        if form == determiner and is_same:
            possible.add(case)
    if not determiner and not found["adjectives"]:
        return {NOM}
    return possible or {NOM, ACC}


def _form(determiner: str, index: int, gender: str) -> tuple[str, str]:
    """The determiner of that stem in another case and gender, and how adjectives behave after it."""
    if not determiner:
        return "", ""
    if same := re.fullmatch(r"(?:de[rmns]|die|das)(selben?)", determiner):
        del same
        return ARTICLE[gender][index] + "selb" + WEAK[gender][index], "der"
    if re.fullmatch(r"de[rmns]|die|das", determiner):
        return ARTICLE[gender][index], "der"
    if stem := re.fullmatch(r"(dies|jed|jen|welch)e[rnms]?", determiner):
        return stem[1] + LIKE_DIES[gender][index], "der"
    stem = re.fullmatch(r"(k?ein|mein|sein|ihr|unser)(?:e[rnms]?)?", determiner)
    return (stem[1] if stem else determiner) + LIKE_EIN[gender][index], "ein"


def _determiner(determiner: str, case: str, new: Noun) -> tuple[str, str]:
    """The same determiner for the new noun."""
    lower, index = determiner.lower(), CASES.index(case)
    if lower in MERGED or lower in MERGED_ACC:
        return _merged(lower, new), "der"
    said, kind = _form(lower, index, new.gender)
    return (said[:1].upper() + said[1:] if determiner[:1].isupper() else said), kind


def _merged(lower: str, new: Noun) -> str:
    if lower in MERGED_ACC:
        ahead = MERGED_ACC[lower]
        return f"{ahead}s" if new.gender == "n" else f"{ahead} {ARTICLE[new.gender][1]}"
    ahead = "in" if lower == "am" and new.is_inside else MERGED[lower]
    if new.gender == "f":
        return "zur" if ahead == "zu" else f"{ahead} der"
    return next(word for word, was in MERGED.items() if was == ahead)


def _subject_or_object(left: str, right: str) -> str:
    last = left.rsplit(maxsplit=1)[-1].lower() if left else ""
    if last in _ACC_BEFORE and last not in _CLAUSE:
        return ACC
    if re.search(r"\b(gibt|gab) es\b", f"{left} | {right}", re.IGNORECASE):
        return ACC
    if last in ("", "noch", "nur", "oder", "und", "als", "je", "bis") or last in _CLAUSE:
        return _beginning(last, right)
    if re.fullmatch(r"(?:Hat|Hatte)", left):
        return ACC if _PARTICIPLE.search(right) or not right else NOM
    if last in ("wen", "was", "wem", "den", "denen") or (last == "es" and _FINITE.fullmatch(right)):
        return NOM
    if re.search(r"\bwerden\b", left) and _INFINITIVE.search(right):
        return ACC
    if _COPULA.search(left) or _INTRANSITIVE.search(left):
        return NOM
    return ACC


def _beginning(last: str, right: str) -> str:
    """Of a noun with which a clause begins."""
    if re.match(r"(dürfen|können|müssen|sollen|haben|sehen) (Sie|wir)\b", right):
        return ACC
    if last not in _CLAUSE and _INFINITIVE.search(right) and not _FINITE.search(right):
        return ACC
    return NOM


def _to_or_of(before: Sequence[str]) -> str:
    last = before[-1] if before else ""
    if last.lower() in _DAT_BEFORE:
        return DAT
    return GEN if last[:1].isupper() and last not in ("Sie", "Ihnen", "Wir") else DAT


def _relative(text: str, end: int, said: str, old: Old, new: Noun) -> tuple[str, int]:
    """The noun and, where a clause about it follows, its pronoun in the new gender."""
    words = "|".join({*ARTICLE[old.gender], {"m": "dessen", "n": "dessen", "f": "deren"}[old.gender]})
    found = re.match(rf"((?: {_BETWEEN}){{0,3}},\s+(?:(\w+)\s+)?)({words})(?=\s)", text[end:])
    if found is None or (found[2] and found[2].lower() not in _ACC_BEFORE | _DAT_BEFORE):
        return said, end
    word, ahead = found[3], (found[2] or "").lower()
    if word in ("dessen", "deren"):
        return said + found[1] + ("deren" if new.gender == "f" else "dessen"), end + found.end()
    cases = [one for one, form in zip(CASES, ARTICLE[old.gender], strict=True) if form == word and one != GEN]
    if not cases:
        return said, end
    is_object = ahead or _SUBJECT.match(text, end + found.end())
    case = cases[-1] if is_object else cases[0]
    return said + found[1] + ARTICLE[new.gender][CASES.index(case)], end + found.end()


def _pronouns(text: str, old: Old, new: Noun) -> str:
    for pattern, case in old.pronouns:
        text = pattern.sub(lambda found, case=case: _pronoun(found, case, new), text)  # type: ignore[misc]
    return text


def _pronoun(found: re.Match[str], case: str, new: Noun) -> str:
    start, end = (place - found.start() for place in found.span("it"))
    was = found["it"]
    kind, _colon, case = case.rpartition(":")
    if kind == "sein":
        word = was if new.gender != "f" else re.sub(r"^sein", "ihr", was, flags=re.IGNORECASE)
    elif kind == "ein-":
        word = "ein" + LIKE_EIN[new.gender][CASES.index(case)]
    elif kind == "am":
        word = _merged("am", new)
    elif kind == "das":
        word = ARTICLE[new.gender][CASES.index(case)]
    elif kind:
        word = kind + LIKE_DIES[new.gender][CASES.index(case)]
    else:
        word = PRONOUN[new.gender][CASES.index(case)]
    word = word[:1].upper() + word[1:] if was[:1].isupper() else word
    return found.group()[:start] + word + found.group()[end:]


def _compounds(text: str, old: Old, new: Noun) -> str:
    if not old.joined:
        return text

    def joined(found: re.Match[str]) -> str:
        return new.before(found[1])

    return re.sub(rf"(?<![\w%(/#@.-]){old.joined}([a-zäöüß]{{3,}})", joined, text)
