import fc from 'fast-check';
import { allFormats } from '../../../../operations/aspect-ratio.ts';
import { styles } from '../styles.ts';

/** Words of every script that we have fonts for, of one letter and of many. */
const samples: Readonly<Record<string, string>> = {
  french: 'été Noël marché Église l’œuvre d’art entrée 5 € — à bientôt façade «Où?»',
  english: 'Summer jazz festival office final floor don’t rock & roll 100 % e-mail',
  german: 'Straße Übermut Donaudampfschifffahrtsgesellschaft größte Öffnung ẞ',
  romanian: 'Șosea Țară București ăâîșț',
  polish: 'Łódź Żółć źdźbło ąęćńś',
  hungarian: 'Őszi vásár ŰRHAJÓ kőműves',
  esperanto: 'Ĉiuĵaŭde ŝanĝo eĥoŝanĝo',
  vietnamese: 'Hà Nội Lễ hội Đường phố Việt Nam ễ ộ ữ',
  turkish: 'İstanbul ışık ağaç şeker',
  greek: 'Γιορτή μουσικής Αθήνα ΐ ώ',
  russian: 'Фестиваль джаза Москва ёлка',
  ukrainian: 'Київ свято їжак ґанок',
  hebrew: 'פסטיבל ג׳אז תל אביב שלום',
  arabic: 'مهرجان الموسيقى القاهرة يوليو لا',
  persian: 'جشنوارهٔ موسیقی پاییز گچ',
  thai: 'เทศกาลดนตรีฤดูร้อน กรุงเทพ น้ำ',
  hindi: 'संगीत महोत्सव दिल्ली क्षत्रिय र्‍य',
  japanese: '夏祭り 音楽フェスティバル ジャズの夜 東京',
  chinese: '夏日音乐节 北京 爵士乐之夜',
  traditional: '夏日音樂節 臺北 爵士樂之夜 讀書會',
  korean: '여름 음악 축제 서울 재즈의 밤',
  numbers: '12 34,50 € 19:30 −5 № 7 ½ 100 % 1.000.000',
  signs: '★ → ♥ ♪ © & @ # § † • … ‹›',
  emoji: '🎄 🎉 ❤️ 👩‍🍳 🇫🇷 🎅🏽',
  addresses: 'anna.long-name@subdomain.of.an-example.org https://www.example.org/a/b?c=d',
  forms: 'ﬁnal ﬂoor oﬃce ＡＢＣ non‑breaking e\u0301te\u0301 a\u00a0b',
};

const anyWord = fc.constantFrom(...Object.values(samples).flatMap((text) => text.split(' ')));
const wordOfOne = fc
  .constantFrom(...Object.values(samples))
  .chain((text) => fc.constantFrom(...text.split(' ')));
const phrase = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...Object.values(samples))
      .chain((text) =>
        fc.array(fc.constantFrom(...text.split(' ')), { minLength: 1, maxLength: 12 }),
      )
      .map((words) => words.join(' ')),
  },
  {
    weight: 2,
    arbitrary: fc.array(anyWord, { minLength: 1, maxLength: 30 }).map((words) => words.join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(wordOfOne, fc.integer({ min: 2, max: 200 }))
      .map(([word, count]) => word.repeat(count)),
  },
  {
    weight: 1,
    arbitrary: fc.array(wordOfOne, { minLength: 2, maxLength: 6 }).map((words) => words.join('\n')),
  },
);

const marks = fc.constantFrom(
  ...['""', '“”', '„“', '«»', '「」', '『』', '‚‘', '《》', '»«', '＂＂'].map((pair) =>
    Array.from(pair),
  ),
);
const quoted = fc.tuple(phrase, marks).map(([text, [open = '"', close = '"']]) => {
  const inside = text
    .replace(/["“”„«»「」『』‚‘《》＂‹›'’]/g, '')
    .slice(0, 990)
    .trim();
  return { quotation: `${open}${inside.isWellFormed() ? inside : 'x'}${close}` };
});

/** What customers may ask for: words in quotation marks of any language, requests round them, any style and format. */
export const requests = fc.record({
  prompt: fc
    .tuple(
      fc.constantFrom(
        '',
        'Affiche de Noël avec des sapins ',
        'A blue poster with boats ',
        'Plakat ',
      ),
      fc.array(quoted, { minLength: 1, maxLength: 3 }),
    )
    .map(
      ([request, quotations]) =>
        `${request}${quotations.map(({ quotation }) => quotation).join(' ')}`,
    )
    .filter((prompt) => prompt.length <= 1000 && prompt.isWellFormed()),
  style: fc.constantFrom(...styles),
  aspect_ratio: fc.constantFrom(...allFormats),
  seed: fc.nat(),
  color_scheme: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.constantFrom('#ffffff', '#000000', '#777777', '#ffff00', '#c62828', '#1d3bff'),
        { minLength: 1, maxLength: 3 },
      ),
    },
  ),
  negative_prompt: fc.constantFrom('', '', '', 'circle, sun', 'noir', 'white'),
});
