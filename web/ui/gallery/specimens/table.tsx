import { Check, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../badge.tsx';
import { button } from '../../controls/button.ts';
import { Card } from '../../card.tsx';
import { EmptyState } from '../../empty-state.tsx';
import type { Column, Sort } from '../../table/table-head.tsx';
import { Table } from '../../table/table.tsx';
import { accounts, type Line, lines } from '../rows.ts';
import type { Specimen } from '../specimen.ts';

const columns: readonly Column<Line>[] = [
  {
    id: 'what',
    header: 'What',
    cell: ({ what, detail }) => (
      <>
        {what}
        <span className="small quiet">{detail}</span>
      </>
    ),
  },
  {
    id: 'state',
    header: 'Outcome',
    cell: ({ failed }) =>
      failed ? (
        <Badge tone="bad" icon={<X size={14} aria-hidden />}>
          Failed
        </Badge>
      ) : (
        <Badge tone="ok" icon={<Check size={14} aria-hidden />}>
          Delivered
        </Badge>
      ),
  },
  { id: 'day', header: 'Day', sortable: true, cell: ({ day }) => `${day} Nov` },
  {
    id: 'credits',
    header: 'Credits',
    align: 'end',
    sortable: true,
    cell: ({ credits }) => (credits === 0 ? '0' : `−${credits}`),
  },
];
const totals: Readonly<Record<string, string>> = { what: 'Total', credits: '−17' };
const totalled = columns.map((column) => ({ ...column, total: totals[column.id] }));
const wide: readonly Column<Line>[] = [
  { id: 'account', header: 'Account', cell: ({ what }) => what },
  ...['Opening', 'Sold', 'Used', 'Expired', 'Refunded', 'Disputed', 'Written off', 'Closing'].map(
    (header, index): Column<Line> => ({
      id: header,
      header: `${header}, in EUR`,
      align: 'end',
      cell: ({ credits }) => `${credits * (index + 3)},00`,
    }),
  ),
];

const shared = { caption: 'Ledger of November', columns, rowKey: ({ id }: Line) => id };
const retry = (
  <button type="button" className={button.neutral}>
    <RotateCw size={16} aria-hidden />
    Try again
  </button>
);
const problem = { text: 'The ledger could not be read. Nothing is lost.', action: retry };

export const specimen: Specimen = {
  component: 'Table',
  purpose:
    'Rows of one kind. On a phone each row stands under its own name, and the sort buttons stay.',
  states: [
    { name: 'Sorted and paged', wide: true, Show: Ledger },
    {
      name: 'On its way, for the first time',
      Show: () => (
        <Card heading="Ledger" level={3} flush>
          <Table {...shared} rows={[]} loading="Reading the ledger…" />
        </Card>
      ),
    },
    {
      name: 'The next rows on their way',
      Show: () => (
        <Card heading="Ledger" level={3} flush>
          <Table {...shared} rows={lines.slice(0, 3)} loading="Reading the ledger…" />
        </Card>
      ),
    },
    {
      name: 'Could not be read',
      Show: () => (
        <Card heading="Ledger" level={3} flush>
          <Table {...shared} rows={[]} problem={problem} />
        </Card>
      ),
    },
    {
      name: 'The next rows could not be read',
      Show: () => (
        <Card heading="Ledger" level={3} flush>
          <Table {...shared} rows={lines.slice(0, 2)} problem={problem} />
        </Card>
      ),
    },
    {
      name: 'Empty',
      Show: () => (
        <Card heading="Ledger" level={3} flush>
          <Table
            {...shared}
            rows={[]}
            empty={
              <EmptyState
                inside
                level={3}
                heading="No line yet"
                lead="The first one is written when the first credit moves."
              />
            }
          />
        </Card>
      ),
    },
    {
      name: 'Wider than the page: scrolls inside itself, the first column stays',
      wide: true,
      Show: () => (
        <Card heading="Deferred revenue" level={3} aside="November 2026" flush>
          <Table {...shared} caption="Roll-forward" columns={wide} rows={accounts} wide />
        </Card>
      ),
    },
  ],
};

const perPage = 4;

function Ledger() {
  const [sort, setSort] = useState<Sort>({ column: 'day', direction: 'descending' });
  const [page, setPage] = useState(0);
  const sign = sort.direction === 'ascending' ? 1 : -1;
  const by = sort.column === 'day' ? 'day' : 'credits';
  const sorted = lines.toSorted((a, b) => sign * (a[by] - b[by]));
  const from = page * perPage;
  const shown = sorted.slice(from, from + perPage);
  return (
    <Card heading="Ledger" level={3} aside="November 2026" flush>
      <Table
        {...shared}
        columns={totalled}
        rows={shown}
        sort={sort}
        onSort={(next) => {
          setSort(next);
          setPage(0);
        }}
        paging={{
          label: 'Pages of the ledger',
          text: `${from + 1}–${from + shown.length} of ${lines.length}`,
          previousLabel: 'Previous',
          nextLabel: 'Next',
          onPrevious:
            page === 0
              ? undefined
              : () => {
                  setPage(page - 1);
                },
          onNext:
            from + perPage >= lines.length
              ? undefined
              : () => {
                  setPage(page + 1);
                },
        }}
      />
    </Card>
  );
}
