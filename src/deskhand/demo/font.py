"""A bitmap face for drawn screenshots: seven rows (eight where a letter hangs below the line) of five dots.

Each letter is written as one character per row, 0-9 and a-v for the numbers 0 to 31; the highest bit is the
leftmost dot.
"""

WIDTH, HEIGHT = 6, 10
"""Dots from one letter to the next, and from one line to the next."""

_ROWS = (
    "A ehhvhhh|B uhhuhhu|C ehggghe|D uhhhhhu|E vgguggv|F vgguggg|G ehgnhhf|H hhhvhhh|I e44444e|J 72222ic|K hikokih|"
    "L ggggggv|M hrllhhh|N hhpljhh|O ehhhhhe|P uhhuggg|Q ehhhlid|R uhhukih|S fgge11u|T v444444|U hhhhhhe|V hhhhha4|"
    "W hhhllla|X hha4ahh|Y hha4444|Z v1248gv|0 ehjlphe|1 4c4444e|2 eh1248v|3 v2421he|4 26aiv22|5 vgu11he|6 68guhhe|"
    "7 v124888|8 ehhehhe|9 ehhf12c|a 00e1fhf|b ggmphhu|c 00egghe|d 11djhhf|e 00ehvge|f 698s888|g 00fhhf1e|h ggmphhh|"
    "i 40c444e|j 206222ic|k 889aca9|l c44444e|m 00qllll|n 00mphhh|o 00ehhhe|p 00uhhugg|q 00fhhf11|r 00mpggg|s 00fge1u|"
    "t 88s8896|u 00hhhjd|v 00hhha4|w 00hhlla|x 00ha4ah|y 00hhhf1e|z 00v248v|. 00000cc|, 00000448|: 0cc0cc0|; 0cc0c48|"
    "! 4444404|? eh12404|- 000v000|_ 0000000v|/ 01248g0|\\ 0g84210|( 2488842|) 8422248|[ e88888e|] e22222e|+ 044v440|"
    "= 00v0v00|* 04lel40|# aavavaa|% op248j3|& cik8lid|@ ehnlnge|' 4480000|\" aa00000|< 248g842|> 8421248|^ 4ah0000|"
    "~ 008l200|$ 4fke5u4|ä a0e1fhf|ö a0ehhhe|ü a0hhhjd|Ä a0ehvhh|Ö a0ehhhe|Ü a0hhhhe|ß ciikhhm|é 24ehvge|è 84ehvge"
)

GLYPHS: dict[str, tuple[int, ...]] = {
    entry[0]: tuple(int(row, 32) for row in entry[2:]) for entry in (*_ROWS.split("|"), "| 4444444") if entry
}
UNKNOWN = (31, 17, 17, 17, 17, 17, 31)
"""Drawn for a letter that the face does not have."""
