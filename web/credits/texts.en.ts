export const texts = {
  amount_one: '{{n}} credit',
  amount_other: '{{n}} credits',
  unit_one: 'credit',
  unit_other: 'credits',
  free: 'Free',
  freeName: 'free',
  held_one: 'held',
  held_other: 'held',
  wallet: 'Credits: {{available}} available, {{held}} held',
  edge: '{{n}} cr',
} as const;
