"""200 short texts in many scripts, with what tokenizers stumble over: marks, emoji, controls, special tokens."""

PIECES = [
    'The parcel came late, and nobody answered the phone.',
    "I can't sign in; it's been 3 days since I've asked for help!",
    'Refund of $1,299.95 (incl. 19% VAT) to card **** 4242?',
    'See https://example.org/a/b?c=d&e=f#g or write to help@example.org.',
    'naïve café résumé — coöperate, façade; Ångström, ﬁne ﬂow',
    'cafe\u0301 nai\u0308ve A\u030angstro\u0308m Zu\u0308rich',
    'Die Lieferung kam verspätet; Straße, GROSS, Übermäßig, weiß',
    'Où est ma commande ? « Bientôt », dit-il… l’été',
    '¿Dónde está mi pedido? ¡Mañana, señor Muñoz!',
    'Zażółć gęślą jaźń; Łódź, Kraków, Wrocław',
    'İstanbul ışık ğüşöç IIİı',
    'Příliš žluťoučký kůň úpěl ďábelské ódy',
    'Посылка пришла поздно, никто не отвечает. Ёлка, йод',
    'Замовлення ще не прибуло, їжак, ґанок, її',
    'Το πακέτο ήρθε αργά. Ποιος απαντά; ΟΔΥΣΣΕΥΣ',
    'הַמִּשְׁלוֹחַ הִגִּיעַ מְאוּחָר, אין תשובה',
    'وصل الطرد متأخرًا، ولا أحد يجيب على الهاتف. ١٢٣',
    'پارسل دیر سے آیا، کوئی جواب نہیں دیتا۔',
    'पार्सल देर से आया, कोई जवाब नहीं। १२३ क्षत्रिय',
    'পার্সেল দেরিতে এসেছে, কেউ উত্তর দেয় না।',
    'பொட்டலம் தாமதமாக வந்தது; யாரும் பதில் இல்லை.',
    'పార్సెల్ ఆలస్యంగా వచ్చింది',
    'พัสดุมาถึงช้า และไม่มีใครรับโทรศัพท์',
    'ພັດສະດຸມາຮອດຊ້າ',
    'ပါဆယ်နောက်ကျရောက်သည်',
    'កញ្ចប់មកដល់យឺត',
    '包裹来晚了，没有人接电话。订单号：４２４２',
    '包裹遲到了，沒有人接電話！我要退款。',
    '荷物が遅れて届きました。電話に誰も出ません。ｶﾞｷﾞｸﾞ ＡＢＣ',
    'パスワードをリセットしてください。がぎぐ か\u3099',
    '택배가 늦게 왔어요. 아무도 전화를 받지 않아요.',
    '\u1112\u1161\u11ab\u1100\u1173\u11af 한글',
    'ამანათი გვიან მოვიდა',
    'Ծանրոցը ուշ եկավ',
    'ጥቅሉ ዘግይቶ መጣ።',
    'ᎣᏏᏲ ᏙᎯᏧ',
    '😀 great 👍🏽 service 👩‍👩‍👧‍👦 🇩🇪🇫🇷 ❤️ ☎️ 🏳️‍🌈',
    '𝓗𝓮𝓵𝓵𝓸 𝟙𝟚𝟛 𐍈 𠜎 𠮷野家',
    'tab\there\nnew line\r\nnext\u00a0space\u2003wide\u3000ideographic',
    'zero\u200bwidth\u200djoin\u2060word\ufeffmark soft\u00adhyphen',
    'control\u0001\u0007 bell\u007f del\u0085 next\u009f',
    'replacement \ufffd character, private \ue000 use',
    '[CLS] is a token, [MASK] too, and [SEP] [UNK] [PAD]',
    '<s> nested </s> <mask> of <pad> <unk>',
    'a <mask> b<mask>c',
    '½ ¼ ① ⑩ ™ ℃ № ㎏ ﷺ ǅ ⅷ x² H₂O',
    '‘single’ “double” „low“ ‹angle› – — ― … •',
    '~`!@#$%^&*()-_=+[]{}\\|;:\'",.<>/?',
    '1 12 123 1234567890 3.14159 1e-7 0x7F 2026-11-21 12:34:56',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle',
    'camelCase snake_case kebab-case CONSTANT_CASE path/to\\file.txt',
    "don't can't we'll they're I'd he's o'clock 'quoted' ''twice''",
    '▁ lower block ▁▁ twice and Ġ Ċ',
    '   leading and trailing   ',
    'a  b   c    d     e',
    '.',
    'x',
    'é',
    '中',
]


def combine():
    """The pieces, then pairs and triples of them in a fixed order, some lengthened, some in capitals."""
    texts = list(PIECES)
    count = len(PIECES)
    step = 0
    while len(texts) < 200:
        first, second, third = PIECES[step % count], PIECES[(7 * step + 3) % count], PIECES[(13 * step + 11) % count]
        kind = step % 5
        text = [
            f'{first} {second}',
            f'{second}{third}',
            f'{third.upper()} {first.lower()}',
            f'{second[: 5 + step % 17]}\n\n{third[step % 9 :]} {first}',
            ' '.join([first, second, third] * 2),
        ][kind]
        if text not in texts:
            texts.append(text)
        step += 1
    return texts


TEXTS = combine()
