"""The words that mail programs and people put around quotes and signatures.

mail-parser-reply knows the lines of fourteen languages; the lists here add what it lacks.
"""

import re
from functools import lru_cache

from mailparser_reply.constants import MAIL_LANGUAGES
from mailparser_reply.parser import EmailMessage

# "wrote" as the last word of "On ..., somebody wrote:"; in some languages it stands before the name.
_WROTE = (
    "wrote|writes|said|schrieb|geschrieben|a écrit|ha scritto|scrive|escribió|ha escrit|escreveu|schreef|heeft geschreven|napisał|napisała|"
    "napisał\\(a\\)|pisze|napsal|napsala|napsal\\(a\\)|napísal|napísal\\(a\\)|skrev|skrev följande|kirjoitti|írta|ezt írta|a scris|пишет|написал|"
    "написала|написал\\(а\\)|пише|написав|написала|написав\\(ла\\)|написа|yazdı|şunları yazdı|έγραψε|kirjutas|rašė|rakstīja|je napisao|"
    "je napisala|je napisal|napisao je|đã viết|menulis|כתב|כתבה|‫כתב|كتب|كتبت|نوشت|เขียนว่า|ने लिखा|写道|寫道|のメール|님이 작성"
)
_FROM = (
    "From|Von|De|Da|Van|Od|Fra|Från|Lähettäjä|От|От кого|Від|Kimden|Gönderen|Feladó|De la|Από|Odesílatel|Odosielateľ|Od koga|Nuo|No|Kellelt|Saatja|"
    "发件人|寄件者|差出人|送信者|보낸 사람|보낸사람|من|מאת|Dari|Từ|จาก|Expéditeur|Remitente|Mittente|Absender|Afzender|Avsändare|Nadawca"
)
_OTHER_LABELS = (
    "Sent|Date|To|Cc|Subject|Reply-To|Importance|Gesendet|Datum|An|Betreff|Kopie|Antwort an|Envoyé|Date|À|Objet|Cc|Répondre à|Inviato|Data|A|Oggetto|"
    "Enviado|Enviado el|Enviada em|Fecha|Para|Asunto|Assunto|Verzonden|Aan|Onderwerp|Wysłano|Wysłane|Do|Temat|DW|Odesláno|Komu|Předmět|Kopie|"
    "Sendt|Til|Emne|Dato|Skickat|Till|Ämne|Kopia|Lähetetty|Vastaanottaja|Aihe|Päiväys|Отправлено|Дата|Кому|Тема|Копия|Надіслано|Копія|"
    "Gönderildi|Gönderme Tarihi|Tarih|Kime|Konu|Elküldve|Címzett|Tárgy|Trimis|Către|Subiect|Στάλθηκε|Προς|Θέμα|Ημερομηνία|"
    "发送时间|日期|收件人|抄送|主题|傳送日期|寄件日期|收件者|主旨|送信日時|日付|宛先|件名|보낸 날짜|날짜|받는 사람|받는사람|제목|참조|"
    "تاريخ|إلى|الموضوع|نشלח|נשלח|תאריך|אל|נושא|Sent at|Odoslané|Predmet|Poslano|Zadeva|Za"
)
_ORIGINAL = (
    "original message|original-nachricht|originalnachricht|ursprüngliche nachricht|urspr. nachricht|message d'origine|message original|"
    "messaggio originale|mensaje original|mensagem original|oorspronkelijk bericht|oorspronkelijke bericht|oryginalna wiadomość|"
    "wiadomość oryginalna|původní zpráva|původní e-mail|pôvodná správa|original meddelelse|oprindelig meddelelse|ursprungligt meddelande|originalmeddelande|"
    "alkuperäinen viesti|исходное сообщение|оригинальное сообщение|пересылаемое сообщение|вихідне повідомлення|orijinal ileti|özgün ileti|"
    "eredeti üzenet|mesajul original|αρχικό μήνυμα|原始邮件|原邮件|原始郵件|元のメッセージ|original mail|원본 메시지|원본 메일|الرسالة الأصلية|הודעה מקורית"
)
_FORWARDED = (
    "forwarded message|begin forwarded message|weitergeleitete nachricht|anfang der weitergeleiteten nachricht|message transféré|"
    "début du message réexpédié|début du message transféré|messaggio inoltrato|inizio messaggio inoltrato|mensaje reenviado|inicio del mensaje reenviado|"
    "mensagem encaminhada|início da mensagem reencaminhada|doorgestuurd bericht|begin doorgestuurd bericht|przekazana wiadomość|"
    "wiadomość przekazana dalej|přeposlaná zpráva|preposlaná správa|videresendt meddelelse|videresendt besked|vidarebefordrat meddelande|"
    "vidarebefordrat brev|välitetty viesti|пересылаемое сообщение|переслане повідомлення|iletilen mesaj|yönlendirilmiş ileti|továbbított üzenet|"
    "mesaj redirecționat|προωθημένο μήνυμα|转发的邮件|轉寄的郵件|転送メッセージ|전달된 메시지|رسالة معاد توجيهها"
)
_FORWARD_PREFIX = re.compile(
    r"\s*(?:\[[^\]]{0,60}\]\s*)?(?:fwd?|wg|tr|rv|enc|i|inoltr|vs|vl|vb|doorst|pd|pd:? ?fwd|továbbítás|transf|πρθ|转发|轉寄|転送|пересл|ilt)\s?(?:\[\d+\])?\s?[:：]",
    re.IGNORECASE,
)
_CLOSINGS = (
    "(?:with )?(?:best|kind|kindest|warm|warmest|friendly|many)(?: (?:and )?(?:best|kind|kindest|warm|warmest|personal))? (?:regards|wishes|thanks)|regards|cheers|sincerely|yours(?: sincerely| faithfully| truly)?|"
    "all the best|thanks(?: (?:a lot|again|and regards|in advance|so much|very much))?|many thanks|thank you(?: (?:in advance|very much|and regards))?|br|rgds|best|"
    "(?:mit )?(?:freundlichen|besten|herzlichen|vielen|lieben|schönen|sonnigen|kollegialen)? ?(?:grüßen|grüssen|gruessen|grüße|grüsse|gruß|gruss|gruessen|dank)(?: aus [\\w-]+)?|"
    "(?:freundliche|beste|viele|liebe|herzliche|schöne) (?:grüße|grüsse|gruesse)|mfg|lg|vg|bg|hochachtungsvoll|danke(?: (?:und gruß|im voraus|schön))?|vielen dank(?: im voraus)?|"
    "(?:bien )?cordialement|(?:meilleures|sincères|bien cordiales|cordiales|mes)? ?salutations(?: distinguées| cordiales)?|bonne (?:journée|réception|soirée)|cdt|cdlt|merci(?: d'avance| beaucoup)?|bien à vous|"
    "(?:un )?(?:cordial )?saludos?(?: cordiales?)?|atentamente|atte\\.?|(?:muchas )?gracias(?: de antemano)?|un abrazo|"
    "(?:cordiali|distinti|cari|un cordiale)? ?saluti?|cordialmente|grazie(?: mille| in anticipo)?|in fede|"
    "(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|mvg|groeten|groetjes|(?:alvast )?bedankt|hoogachtend|"
    "z poważaniem|z wyrazami szacunku|pozdrawiam(?: serdecznie)?|pozdrowienia|serdecznie pozdrawiam|dziękuję(?: i pozdrawiam)?|"
    "(?:atenciosamente|att\\.?|cumprimentos|(?:com os )?melhores cumprimentos|abraços?|obrigad[oa])|s pozdravem|s přátelským pozdravem|s úctou|děkuji|hezký den|s pozdravom|ďakujem|"
    "med v[äe]nlig(?:a)? h[äi]ls(?:en|ning|ningar)|(?:bästa |vänliga )?hälsningar|mvh|(?:med )?(?:venlig|vennlig|bedste|beste) hilsen|hilsen|vh|tack(?: på förhand)?|takk?|"
    "(?:ystävällisin|parhain) terveisin|terveisin|terv\\.?|kiitos|kiitän|с уважением|с наилучшими пожеланиями|всего доброго|всего хорошего|спасибо|благодарю|з повагою|дякую|с уважение|поздрави|"
    "saygılarımla|saygılar|iyi çalışmalar|teşekkürler|teşekkür ederim|(?:üdvözlettel|tisztelettel|köszönettel|köszönöm|üdv)|cu (?:stimă|respect)|mulțumesc|"
    "με εκτίμηση|φιλικά|ευχαριστώ|lp|lep pozdrav|s poštovanjem|hvala|敬具|よろしくお願い(?:いた|致)?します。?|宜しくお願い(?:いた|致)?します。?|"
    "此致|敬礼|祝好|谢谢|謝謝|順頌商祺|감사합니다\\.?|수고하세요\\.?|مع أطيب التحيات|مع التحية|تحياتي|شكرا|בברכה|תודה|trân trọng|salam|hormat kami|ขอแสดงความนับถือ"
)
_DEVICES = (
    "sent from (?:my |mail for|outlook|yahoo|samsung|proton|blackberry|the )|get outlook for|sent with|sent via|download outlook|von meinem .{2,60} gesendet|(?:von|mit) .{2,60} gesendet|gesendet (?:von|mit|aus)|"
    "diese nachricht wurde von meinem|holen sie sich outlook|envoyé (?:de|depuis|à partir)|obtenez outlook|télécharger outlook|enviado (?:desde|do|a partir|con)|obtener outlook|obter o outlook|"
    "inviato (?:da|dal|con)|ottieni outlook|scarica outlook|verzonden (?:vanaf|met|via|vanuit)|verstuurd vanaf|outlook voor|wysłan[eo] z|pobierz (?:aplikację )?outlook|odesláno z|odoslané z|získejte outlook|"
    "skickat från|sendt fra|hent outlook|hämta outlook|lähetetty|hanki outlook|отправлено (?:с|из)|надіслано з|"
    "iphone'umdan gönderildi|.{2,40}(?:'|’)?(?:dan|den|ımdan|umdan) gönderildi|trimis de pe|küldve|εστάλη από|στάλθηκε από|发自我的|從我的|iphoneから送信|.{1,40}から送信|나의 .{1,30}에서 보냄|"
    "أُرسلت من|نُشלח|נשלח מה"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


WROTE = _compiled(rf"(?:{_WROTE})\b.{{0,120}}[:：]?\s*$")
FROM_LABEL = _compiled(rf"[\s>*_]*(?:{_FROM})\s?[*_]*\s?[:：]")
ANY_LABEL = _compiled(rf"[\s>*_]*(?:{_FROM}|{_OTHER_LABELS})\s?[*_]*\s?[:：]")
ORIGINAL = _compiled(rf"[\s>*]*+[-_=]{{2,}}+\s*+(?:{_ORIGINAL})\s*[-_=]{{2,}}\s*$")
FORWARDED = _compiled(rf"[\s>*]*+[-_=]{{0,40}}+\s*+(?:{_FORWARDED})\s*[-_=:：]*\s*$")
CLOSING = _compiled(rf"\s*(?:{_CLOSINGS})\s*[,.!;:，。、]*\s*$")
DEVICE = _compiled(rf"\s*[-*_]*\s*(?:{_DEVICES})")


def is_forward_subject(subject: str) -> bool:
    """Whether the newest prefix of a subject says that the mail is a forwarded one ("AW: WG: ..." is an answer)."""
    return _FORWARD_PREFIX.match(subject) is not None


@lru_cache(maxsize=1)
def library_headers() -> re.Pattern[str]:
    """The attribution lines and header blocks that mail-parser-reply knows, all its languages in one pattern.

    Its own reader strips and searches the whole text with patterns of unbounded cost; here the pattern is only ever
    matched against a few short lines at a time.
    """
    # Polish takes one line such as "Do: ..." for a header, and "david" is a program whose pattern spans half a mail.
    languages = sorted(set(MAIL_LANGUAGES) - {"david", "pl", "en"})
    return EmailMessage(text="", languages=["en", *languages]).HEADER_REGEX  # type: ignore[no-any-return]
