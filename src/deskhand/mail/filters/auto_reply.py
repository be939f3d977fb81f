"""Did a program answer in somebody's name, or write by itself?"""

import re

from deskhand.mail.filters.verdict import FilterContext, Verdict, gettext_noop
from deskhand.mail.parsing.model import ParsedMail

_REPLY_HEADERS = (
    "X-Autoreply",
    "X-Autoreply-From",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Mail-Autoreply",
    "X-FC-MachineGenerated",
    "X-POST-MessageClass",
)
_SUBJECT = re.compile(
    r"""\s*(?:
    auto(?:matic|mated|matische|matisch)?[ :-]*(?:re(?:ply|sponse)|antwort|antwoord)|autoreply
    |out\ of\ (?:the\ )?office|away\ from
    |automatische\ antwort|abwesen(?:heit|d)|nicht\ im\ büro
    |réponse\ automatique|absence?\ (?:du\ bureau|de)?
    |respuesta\ automática|fuera\ de\ (?:la\ )?oficina
    |risposta\ automatica|fuori\ ufficio
    |resposta\ automática|fora\ do\ escritório
    |automatisch\ antwoord|afwezig
    |odpowiedź\ automatyczna|autoodpowiedź|automatická\ odpověď|automatikus\ válasz|răspuns\ automat
    |autosvar|automatiskt?\ svar|automaattinen\ vastaus
    |автоответ|автоматический\ ответ|автоматична\ відповідь
    |otomatik\ yanıt|αυτόματη\ απάντηση|رد\ تلقائي|תשובה\ אוטומטית
    |自动回复|自動回覆|自動返信|不在|자동\ 회신
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def judge(mail: ParsedMail, ctx: FilterContext) -> Verdict | None:
    """By what the mail says of itself; a subject such as "Out of office" only counts together with other evidence."""
    submitted = mail.headers.get("auto-submitted").lower().partition(";")[0].strip()
    if submitted and submitted != "no":
        # Exchange calls its absence notes "auto-generated".
        kind = "auto-reply" if submitted == "auto-replied" or _SUBJECT.match(mail.subject) else "auto-generated"
        return _verdict(kind, gettext_noop("its header says %(header)s"), header=f"Auto-Submitted: {submitted}")
    for name in _REPLY_HEADERS:
        if mail.headers.get(name, "no").lower() not in ("no", "false", "0"):
            return _verdict("auto-reply", gettext_noop("its header says %(header)s"), header=name)
    if mail.headers.get("precedence").lower().replace("-", "_") == "auto_reply":
        return _verdict("auto-reply", gettext_noop("its header says %(header)s"), header="Precedence: auto_reply")
    if _SUBJECT.match(mail.subject) and (evidence := _evidence(mail)):
        return _verdict(
            "auto-reply", gettext_noop("its subject is an absence note's, and %(evidence)s"), evidence=evidence
        )
    return _suppressed(mail)


def _evidence(mail: ParsedMail) -> str:
    if "mailbox rules" in mail.headers.get("x-ms-exchange-generated-message-source").lower():
        return gettext_noop("a mailbox rule made it")
    if "x-ms-exchange-inbox-rules-loop" in mail.headers or "x-auto-response-suppress" in mail.headers:
        return gettext_noop("it asks for no automatic answer")
    if mail.return_path == "":
        return gettext_noop("its sender takes no answers")
    return gettext_noop("it answers a mail") if mail.in_reply_to or mail.references else ""


def _suppressed(mail: ParsedMail) -> Verdict | None:
    """Exchange puts this header on what it sends by itself, but also on people's mail: no answer, yet a person's."""
    asked = {word.strip().lower() for word in mail.headers.get("x-auto-response-suppress").split(",")}
    if asked & {"all", "autoreply", "oof"}:
        return Verdict("auto_reply", "no-answer-wanted", gettext_noop("it asks for no automatic answer"))
    return None


def _verdict(kind: str, reason: str, **values: str) -> Verdict:
    return Verdict("auto_reply", kind, reason, values, is_automatic=True)
