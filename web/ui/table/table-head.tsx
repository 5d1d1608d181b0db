import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the end, one under the other. */
  align?: 'end';
  sortable?: boolean;
  /** The foot of the column. */
  total?: ReactNode;
}

export interface Sort {
  column: string;
  direction: 'ascending' | 'descending';
}

// What a phone shows as blocks keeps its meaning by its roles.
const roles = {
  group: { role: 'rowgroup' },
  row: { role: 'row' },
  header: { role: 'columnheader', scope: 'col' },
} as const;

/** Names and sort buttons; on a phone only the buttons are left, in a row above the blocks. */
export function TableHead<Row>(props: {
  columns: readonly Column<Row>[];
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  fixed: boolean;
}) {
  const { sort, onSort } = props;
  return (
    <thead {...roles.group} className="border-b border-line text-meta text-text-2 max-md:block">
      <tr {...roles.row} className="max-md:flex max-md:flex-wrap max-md:px-2">
        {props.columns.map((column, index) => {
          const sorts = onSort !== undefined && column.sortable === true;
          const direction = sort?.column === column.id ? sort.direction : undefined;
          const fixed = props.fixed && index === 0 ? 'md:sticky md:left-0 md:bg-surface' : '';
          return (
            <th
              key={column.id}
              {...roles.header}
              aria-sort={sorts ? (direction ?? 'none') : undefined}
              className={`font-normal md:px-3 md:first:pl-5 md:last:pr-5 ${column.align === 'end' ? 'md:text-right' : ''} ${sorts ? '' : 'max-md:sr-only'} ${fixed}`}
            >
              {sorts ? (
                <SortButton
                  column={column}
                  direction={direction}
                  onPress={() => {
                    const again = direction === 'ascending' ? 'descending' : 'ascending';
                    onSort({ column: column.id, direction: again });
                  }}
                />
              ) : (
                <span className="flex min-h-11 items-center md:inline-flex">{column.header}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

const arrows = { ascending: ArrowUp, descending: ArrowDown } as const;

function SortButton<Row>(props: {
  column: Column<Row>;
  direction: Sort['direction'] | undefined;
  onPress: () => void;
}) {
  const Arrow = props.direction ? arrows[props.direction] : ChevronsUpDown;
  const end = props.column.align === 'end' ? 'md:flex-row-reverse' : '';
  return (
    <button
      type="button"
      onClick={props.onPress}
      className={`inline-flex min-h-11 items-center gap-1 rounded-control px-2 -outline-offset-2 hover:text-text md:-mx-2 ${end} ${props.direction ? 'font-medium text-text' : ''}`}
    >
      {props.column.header}
      <Arrow size={14} aria-hidden className={props.direction ? '' : 'text-text-3'} />
    </button>
  );
}
