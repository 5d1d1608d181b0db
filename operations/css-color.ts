import { z } from 'zod';

// No two parts of it can match the same digits: a wrong end is found in one pass.
const number = String.raw`[-+]?(\d+(\.\d*)?|\.\d+)(%|deg|turn|rad)?`;
const hex = '#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})';
const call = String.raw`(rgba?|hsla?|hwb|lab|lch|oklab|oklch)\(\s*${number}([\s,/]+${number}){2,3}\s*\)`;
const pattern = new RegExp(`^(${hex}|${call}|[a-z]{3,20})$`, 'i');

/** The words that CSS knows; anything else made of letters is refused. */
const words = new Set(
  `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet
  brown burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue
  darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange
  darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise
  darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen
  fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred
  indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
  lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen
  lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta
  maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
  mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin
  navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen
  paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red
  rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue
  slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white
  whitesmoke yellow yellowgreen`.split(/\s+/),
);

/** A colour as CSS writes it: hex, a functional notation or a name. */
export function cssColor(): z.ZodString {
  const message = 'must be a CSS color such as #c0392b, rgb(192 57 43) or crimson';
  return z
    .string()
    .trim()
    .max(64, { abort: true })
    .regex(pattern, message)
    .refine((text) => !/^[a-z]+$/i.test(text) || words.has(text.toLowerCase()), message);
}
