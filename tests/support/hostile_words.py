"""What somebody may type or paste, each awkward in a way of its own.

It is typed into every box of the public form (tests/pages/public/test_every_box.py) and into a
letter (tests/pages/core/test_hostile_words.py).
Those that are markup and reach for something are in tests/unit/adapters/test_pdf_hostile.py.
"""

WORDS: dict[str, str] = {
    # What turns or hides text.
    "a name turned round, never turned back": "Ann \u202enosrep a ton Lee",
    "isolates never closed": "Ann \u2067\u2067\u2068Lee \u202a\u202b",
    "a mark that says right to left": "\u200f\u061cAnn Lee\u200f",
    "an invisible name": "\u200b\u200c\u200d\u2060\ufeff",
    "tag characters": "Ann\U000e0041\U000e006e\U000e007f Lee",
    "variation selectors alone": "\ufe0f\ufe0e Ann \ufe00",
    # Emoji of many parts, and marks upon marks.
    "a family of four": "Ann \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 Lee",
    "a flag and a half": "\U0001f1ec\U0001f1e7\U0001f1ec Ann",
    "the flag of Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "skin, hair and a heart": "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f468\U0001f3ff",
    "a keycap": "Flat 1\ufe0f\u20e3",
    "joiners without end": "\U0001f468" + "\u200d\U0001f468" * 400,
    "a hundred marks on a letter": "A" + "\u0300\u0323\u0361" * 33 + "nn Lee",
    "a mark on nothing": "\u0301Ann",
    "enclosing marks": "A\u20dd\u20deB",
    # Names of many scripts.
    "Arabic with vowels": "مُحَمَّد بْن عَبْدِ ٱللَّٰه",
    "Hebrew with points": "שָׁלוֹם בֶּן דָּוִד",
    "Hindi, Tamil and Bengali": "क्षितिज श्रीवास्तव ஸ்ரீநிவாசன் শ্রীকান্ত",
    "Thai and Lao without spaces": "สมชายใจดี" * 20 + "ສົມໃຈ",
    "Chinese, Japanese, Korean": "王小明 山田太郎 김민준",
    "Georgian, Armenian, Amharic": "გიორგი Արմեն አበበ",
    "a name in both directions": "Ann (محمد) Lee-שלום 12/3",
    "Mongolian, Tibetan, Cherokee": "ᠮᠣᠩᠭᠣᠯ བོད ᏣᎳᎩ",
    "letters of mathematics": "\U0001d4d0\U0001d4f7\U0001d4f7 \ufb03 ﷺ",
    # What something else would read as its own.
    "a template": "{{ letter.sender }}{% for a in b %}{%- raw -%}{# $ {{{{ }}}}",
    "entities": "&lt;b&gt; &amp;amp; &#0; &#xD800; &#1114112; &nbsp; &hellip",
    "a style sheet": "} * { display: none } @page { size: 1mm } /* <style>",
    "a drawing": "<svg onload=alert(1)><image href='http://127.0.0.1:9/a'/></svg>",
    "a data address": "data:text/html;base64,PHNjcmlwdD4= javascript:alert(1)",
    "an end of everything": "</p></div></body></html><!-- ]]> <?php ?> \\end{document}",
    "PDF's own words": "(Ann) Tj ET Q endstream endobj %%EOF << /JS (x) >>",
    "a formula": '=HYPERLINK("http://127.0.0.1:9","Ann") +1 -1 @SUM',
    "a file's name": "../../../etc/passwd\x00.pdf CON NUL \\\\host\\share",
    # What is not text, or far too much of it.
    "nul and other controls": "A\x00n\x01n\x08 \x1b[31mL\x7fe\x85e",
    "half of a pair": "Ann \ud83d Lee \udc00",
    "no characters at all": "Ann \ufffe\uffff\U0001ffff \ue000 \U000f0000",
    "line ends of every kind": "Ann\r\nLee\rLee\u2028Lee\u2029Lee\x0b\x0cLee" * 30,
    "5,000 paragraphs of a word": "word\n\n" * 5_000,
    "a word of 50,000 letters": "a" * 50_000,
    "a paragraph of 100,000 words": "word " * 100_000,
    # Signs, and as good as nothing.
    "a question mark": "?",
    "a dash": "-",
    "dots": "...",
    "a backslash": "\\",
    "a heart": "\u2764\ufe0f",
    "one letter": "a",
    "blanks": " \t\u00a0 \u3000",
    "a word of 10,000 letters": "b" * 10_000,
}


def as_sent(text: str) -> str:
    """The text as it reaches a server: half of a pair cannot be sent."""
    return text.encode("utf-8", "replace").decode()
