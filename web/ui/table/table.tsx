import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { type Column, type Sort, TableHead } from './table-head.tsx';
import { type Paging, TableFoot } from './table-foot.tsx';

// On a phone each row is a block of its own, which would cost its parts their meaning: the roles give it back.
const parts = {
  table: { role: 'table' },
  body: { role: 'rowgroup' },
  row: { role: 'row' },
  first: { role: 'rowheader', scope: 'row' },
  cell: { role: 'cell' },
} as const;

const row = 'border-b border-line max-md:block max-md:py-3 md:last:border-b-0';
const cell =
  'max-md:flex max-md:items-center max-md:justify-between max-md:gap-4 max-md:px-4 max-md:py-0.5 md:px-3 md:py-2.5 md:first:pl-5 md:last:pr-5';
const skeletonRows = 5;

/** Rows of one kind, sorted and paged by whoever gives them; on a phone each stands under its own name. */
export function Table<Row>(props: {
  /** Says what is listed; shown by the heading above, read out by the table. */
  caption: string;
  /** The first names its row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  paging?: Paging;
  /** What is said while rows are on their way; the old ones stay until then. */
  loading?: string | undefined;
  /** What went wrong, with a way to try again. */
  problem?: { text: string; action?: ReactNode };
  /** Stands in for the rows when there are none. */
  empty?: ReactNode;
  /** More columns than fit: the table scrolls inside itself and its first column stays. */
  wide?: boolean;
}) {
  const captionId = useId();
  const { columns, rows, wide = false } = props;
  const waiting = props.loading !== undefined;
  const scroller = wide ? { role: 'region', 'aria-labelledby': captionId, tabIndex: 0 } : {};
  return (
    <div>
      {props.problem && (
        <div
          role="alert"
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 bg-bad-soft px-4 py-3 lg:px-5"
        >
          <p className="flex min-w-0 gap-2">
            <TriangleAlert size={18} aria-hidden className="mt-px text-bad" />
            {props.problem.text}
          </p>
          {props.problem.action}
        </div>
      )}
      {rows.length > 0 || waiting ? (
        <div className="md:overflow-x-auto" {...scroller}>
          <table
            {...parts.table}
            aria-busy={waiting}
            className={`w-full text-left max-md:block ${wide ? 'md:min-w-max' : ''}`}
          >
            <caption id={captionId} className="sr-only">
              {props.caption}
            </caption>
            <TableHead columns={columns} sort={props.sort} onSort={props.onSort} fixed={wide} />
            <tbody {...parts.body} className="max-md:block">
              {rows.map((each) => (
                <tr key={props.rowKey(each)} {...parts.row} className={row}>
                  {columns.map((column, index) => (
                    <Cell key={column.id} column={column} first={index === 0} fixed={wide}>
                      {column.cell(each)}
                    </Cell>
                  ))}
                </tr>
              ))}
              {rows.length === 0 && <Skeleton columns={columns} />}
            </tbody>
            <Totals columns={columns} fixed={wide} />
          </table>
        </div>
      ) : (
        !props.problem && props.empty
      )}
      <TableFoot paging={props.paging} loading={props.loading} />
    </div>
  );
}

function Cell<Row>(props: {
  column: Column<Row>;
  first: boolean;
  fixed: boolean;
  children: ReactNode;
}) {
  const { column } = props;
  const align = column.align === 'end' ? 'md:text-right' : '';
  if (props.first) {
    const fixed = props.fixed ? 'md:sticky md:left-0 md:bg-surface' : '';
    return (
      <th {...parts.first} className={`${cell} font-medium max-md:pb-1 ${align} ${fixed}`}>
        <div className="min-w-0 break-words">{props.children}</div>
      </th>
    );
  }
  return (
    <td
      {...parts.cell}
      className={`${props.children === undefined ? 'max-md:hidden' : ''} ${cell} ${align}`}
    >
      <span aria-hidden className="text-meta text-text-2 md:hidden">
        {column.header}
      </span>
      <div className="min-w-0 break-words max-md:text-right">{props.children}</div>
    </td>
  );
}

function Totals<Row>({ columns, fixed }: { columns: readonly Column<Row>[]; fixed: boolean }) {
  if (!columns.some(({ total }) => total !== undefined)) return null;
  return (
    <tfoot {...parts.body} className="border-t border-line-strong font-semibold max-md:block">
      <tr {...parts.row} className="max-md:block max-md:py-3">
        {columns.map((column, index) => (
          <Cell key={column.id} column={column} first={index === 0} fixed={fixed}>
            {column.total}
          </Cell>
        ))}
      </tr>
    </tfoot>
  );
}

/** As high as the rows that will come, so that nothing moves. */
function Skeleton<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return Array.from({ length: skeletonRows }, (_, index) => (
    <tr key={index} {...parts.row} className={row}>
      {columns.map((column) => (
        <td key={column.id} {...parts.cell} className={cell}>
          <span
            className={`my-1 block h-3 w-2/3 rounded-badge bg-active ${column.align === 'end' ? 'md:ml-auto' : ''}`}
          />
        </td>
      ))}
    </tr>
  ));
}
