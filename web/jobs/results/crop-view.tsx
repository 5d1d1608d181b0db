import type { JobAssetResource, JobResource } from '../../../api/jobs/resource.ts';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { fieldsOf } from '../../operations/form/schema.ts';
import { useWords } from '../../i18n/use-words.ts';
import { type Box, type cropOf, otherFocusOf } from './output.ts';
import { SideBySide } from './side-by-side.tsx';

/** The original with the kept part marked, beside the crop; and in words, when it was framed on something else. */
export function CropView(props: {
  job: JobResource;
  operations: readonly OperationResource[];
  asset: JobAssetResource;
  crop: NonNullable<ReturnType<typeof cropOf>>;
  before: string;
  alt: string;
}) {
  const { kept, original } = props.crop;
  return (
    <div className="flex min-h-0 w-full flex-col gap-3">
      <div className="flex min-h-0 flex-1">
        <SideBySide
          asset={props.asset}
          before={props.before}
          alt={props.alt}
          beforeRatio={original.width / original.height}
          overlay={<KeptPart kept={kept} original={original} />}
        />
      </div>
      <OtherFocus job={props.job} operations={props.operations} />
    </div>
  );
}

function OtherFocus(props: { job: JobResource; operations: readonly OperationResource[] }) {
  const { t, locale } = useWords('jobs');
  const focus = otherFocusOf(props.job);
  if (!focus) return null;
  const operation = props.operations.find(({ id }) => id === props.job.operation);
  const field =
    operation && fieldsOf(operation.input_schema, new Set()).find(({ name }) => name === 'focus');
  const choices = field && 'choices' in field ? field.choices : [];
  const used = choices.find(({ value }) => value === focus.used)?.label[locale] ?? focus.used;
  return (
    <p className="text-center text-dense text-text-2 light:text-text">
      {t(focus.asked === 'face' ? 'result.noFace' : 'result.noProduct', { used })}
    </p>
  );
}

function KeptPart({ kept, original }: { kept: Box; original: Pick<Box, 'width' | 'height'> }) {
  const { t } = useWords('jobs');
  const { x, y, width, height } = kept;
  const whole = `M0 0H${original.width}V${original.height}H0z`;
  return (
    <svg
      role="img"
      aria-label={t('result.kept')}
      viewBox={`0 0 ${original.width} ${original.height}`}
      className="absolute inset-0 size-full"
    >
      <path
        d={`${whole}M${x} ${y}v${height}h${width}v${-height}z`}
        fillRule="evenodd"
        className="crop-shade"
      />
      <rect {...kept} fill="none" vectorEffect="non-scaling-stroke" className="crop-edge" />
    </svg>
  );
}
