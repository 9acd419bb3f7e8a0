import { describe, expect, test } from 'vitest';
import {
  checkEncoding,
  createStreamDecoder,
  detectEncoding,
  detectFileEncoding,
  offeredEncodings,
} from './encoding.ts';
import { encodeText, encodeUtf16, testFolder } from './test-support/files.ts';

const texts = {
  german:
    'Schöne Grüße aus München, die Straße ist leider gesperrt. Über uns – „Hallo“ – wissen Sie ja alles.',
  french:
    "C'est déjà l'été, où êtes-vous allés ? Un café à 3 €, s'il vous plaît. Voilà, à bientôt, très cher ami.",
  spanish: '¿Por qué no ha llegado mi pedido? El niño está aquí mañana. ¡Qué pena, señor Núñez!',
  polish:
    'Zażółć gęślą jaźń. Dzień dobry, chciałbym się dowiedzieć, dlaczego moja przesyłka jeszcze nie dotarła.',
  czech:
    'Příliš žluťoučký kůň úpěl ďábelské ódy. Dobrý den, chtěl bych se zeptat, proč moje zásilka nedorazila.',
  russian: 'Добрый день, почему моя посылка ещё не пришла? Прошу срочно ответить на моё письмо.',
  greek: 'Καλημέρα σας, γιατί δεν έφτασε ακόμα το δέμα μου; Παρακαλώ απαντήστε μου σύντομα.',
  turkish:
    'Merhaba, siparişim neden hâlâ gelmedi? Lütfen acil yanıt verin, çok teşekkürler. Iğdır şehrine gidiyor.',
  japanese: 'こんにちは。注文した商品がまだ届いていません。至急ご確認をお願いします。住所は東京都です。',
  chinese: '您好，我的订单还没有收到，请尽快帮我查询一下物流信息，谢谢。地址在北京市朝阳区。',
  traditional: '您好，我的訂單還沒有收到，請盡快幫我查詢一下物流資訊，謝謝。地址在臺北市信義區。',
  korean: '안녕하세요, 주문한 상품이 아직 도착하지 않았습니다. 빨리 확인해 주세요. 주소는 서울입니다.',
};

describe('detection of a sample', () => {
  test.each([
    ['german', 'windows-1252'],
    ['french', 'windows-1252'],
    ['spanish', 'windows-1252'],
    ['polish', 'windows-1250'],
    ['czech', 'windows-1250'],
    ['russian', 'windows-1251'],
    ['russian', 'koi8-r'],
    ['greek', 'windows-1253'],
    ['turkish', 'windows-1254'],
    ['japanese', 'shift_jis'],
    ['japanese', 'euc-jp'],
    ['chinese', 'gb18030'],
    ['traditional', 'big5'],
    ['korean', 'euc-kr'],
  ] as const)('%s in %s', (language, encoding) => {
    const text = `label,text\nA,"${texts[language]}"\nB,"${texts[language]}"\n`;
    const bytes = encodeText(text, encoding);
    const found = detectEncoding(bytes);
    expect(found.encoding).toBe(encoding);
    expect(found.mixed).toBeUndefined();
    expect(new TextDecoder(found.encoding).decode(bytes)).toBe(text);
  });

  test.each(['german', 'japanese', 'chinese'] as const)(
    'UTF-16 of %s, with and without a mark, both ways round',
    (language) => {
      const text = `text,label\n${texts[language]},A\n`.repeat(5);
      for (const bigEndian of [false, true]) {
        for (const withMark of [false, true]) {
          const found = detectEncoding(encodeUtf16(text, bigEndian, withMark));
          expect(found.encoding).toBe(bigEndian ? 'utf-16be' : 'utf-16le');
          expect(found.confidence).toBeGreaterThan(0.8);
        }
      }
    },
  );

  test('UTF-8 with a mark, without one, cut within a character, and plain ASCII', () => {
    const bytes = Buffer.from(texts.japanese);
    expect(detectEncoding(Buffer.from(`\uFEFF${texts.german}`))).toEqual({
      encoding: 'utf-8',
      confidence: 1,
    });
    for (const cut of [0, 1, 2]) {
      expect(detectEncoding(bytes.subarray(0, bytes.length - cut))).toEqual({
        encoding: 'utf-8',
        confidence: 1,
      });
    }
    expect(detectEncoding(Buffer.from('plain'))).toEqual({ encoding: 'utf-8', confidence: 1 });
    expect(detectEncoding(new Uint8Array())).toEqual({ encoding: 'utf-8', confidence: 1 });
  });

  test('UTF-8 with a few damaged bytes stays UTF-8, less surely', () => {
    const bytes = Buffer.concat([
      Buffer.from(texts.russian),
      Buffer.of(0xff, 0x41, 0xe9, 0x20),
      Buffer.from(texts.russian),
    ]);
    expect(detectEncoding(bytes)).toEqual({ encoding: 'utf-8', confidence: 0.6 });
  });
});

describe('detection of a file', () => {
  test('looks beyond megabytes of ASCII for the first accented letter', async () => {
    using folder = testFolder();
    const ascii = Buffer.from('The order has not arrived,delivery\n'.repeat(70_000));
    const tail = encodeText(`${texts.french},delivery\n`.repeat(20), 'windows-1252');
    const path = folder.write('late.csv', Buffer.concat([ascii, tail]));
    expect(ascii.length).toBeGreaterThan(2 << 20);
    expect((await detectFileEncoding(path)).encoding).toBe('windows-1252');
  });
});

describe('decoding a stream', () => {
  test('a character cut between chunks is whole, and nothing counts as damaged', () => {
    for (const encoding of ['utf-8', 'shift_jis', 'utf-16le']) {
      const text = texts.japanese;
      const bytes =
        encoding === 'utf-8'
          ? Buffer.from(text)
          : encoding === 'utf-16le'
            ? encodeUtf16(text, false, true)
            : encodeText(text, encoding);
      const decoder = createStreamDecoder(encoding);
      let decoded = '';
      for (const byte of bytes) decoded += decoder.decode(Uint8Array.of(byte));
      expect(decoded + decoder.end()).toBe(text);
      expect(decoder.damaged).toBe(false);
    }
  });

  test('a replacement character that the file itself holds is no damage', () => {
    const decoder = createStreamDecoder('utf-8');
    expect(decoder.decode(Buffer.from('a\uFFFDb')) + decoder.end()).toBe('a\uFFFDb');
    expect(decoder.damaged).toBe(false);
  });

  test.each([
    ['utf-8', [0x41, 0xff, 0x42]],
    ['utf-8', [0x41, 0xe3, 0x81]],
    ['shift_jis', [0x41, 0x80, 0xfd, 0xff]],
  ])('damage in %s is remembered', (encoding, bytes) => {
    const decoder = createStreamDecoder(encoding);
    decoder.decode(Uint8Array.from(bytes));
    decoder.end();
    expect(decoder.damaged).toBe(true);
  });
});

test('every offered encoding can be decoded; an unknown one is refused with the list', () => {
  for (const { name } of offeredEncodings) expect(checkEncoding(name)).toBe(name);
  expect(checkEncoding('latin1')).toBe('windows-1252');
  expect(() => checkEncoding('klingon')).toThrow(/"klingon" is not known.*utf-8/);
});
