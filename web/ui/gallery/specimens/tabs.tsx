import { Coins, ReceiptText, Users } from 'lucide-react';
import { useState } from 'react';
import { Tabs } from '../../tabs.tsx';
import type { Specimen } from '../specimen.ts';

const tabs = [
  { value: 'ledger', label: 'Ledger', icon: <Coins size={16} />, content: <p>Every credit.</p> },
  {
    value: 'invoices',
    label: 'Invoices',
    icon: <ReceiptText size={16} />,
    count: '12',
    content: <p>Twelve invoices.</p>,
  },
  {
    value: 'members',
    label: 'Members',
    icon: <Users size={16} />,
    count: '3',
    content: <p>Three people.</p>,
  },
];

const months = ['Juillet', 'Août', 'Septembre', 'Octobre', 'Novembre', 'Décembre'].map((label) => ({
  value: label,
  label: `${label} 2026`,
  disabled: label === 'Décembre',
  content: <p>{label}</p>,
}));

export const specimen: Specimen = {
  component: 'Tabs',
  purpose: 'Views of one thing, one at a time. The arrow keys choose.',
  states: [
    { name: 'With icons and counts', Show: LedgerTabs },
    { name: 'More than fit, the last one closed', Show: MonthTabs },
  ],
};

function LedgerTabs() {
  const [value, setValue] = useState('ledger');
  return <Tabs label="Billing" value={value} onChange={setValue} tabs={tabs} />;
}

function MonthTabs() {
  const [value, setValue] = useState('Octobre');
  return <Tabs label="Mois" value={value} onChange={setValue} tabs={months} />;
}
