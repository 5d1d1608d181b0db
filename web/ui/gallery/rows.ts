/** A line of an invented ledger. */
export interface Line {
  id: string;
  what: string;
  detail: string;
  day: number;
  credits: number;
  failed: boolean;
}

const line = (day: number, what: string, detail: string, credits: number): Line => ({
  id: `${day}-${what}`,
  what,
  detail,
  day,
  credits,
  failed: credits === 0,
});

export const lines: readonly Line[] = [
  line(3, 'Background removal', 'chair.jpg, from the Pro allowance', 1),
  line(4, 'Upscale, 4×', 'dahlia.jpg, from the Pro allowance', 4),
  line(9, 'Text to design', 'poster for the spring sale', 5),
  line(11, 'Smart crop', 'portrait-collins.png', 1),
  line(12, 'Background removal', 'fog.jpg, no subject found', 0),
  line(17, 'Text to design', 'Affiche pour la grande vente de printemps, avec arbres', 5),
  line(21, 'Background removal', 'coffee.png, from the pack of 200', 1),
];

export const accounts: readonly Line[] = [
  line(30, 'Packs, paid', 'EUR', 120),
  line(30, 'Allowances of subscriptions', 'EUR', 84),
  line(30, 'Promotions', 'EUR', 12),
];
