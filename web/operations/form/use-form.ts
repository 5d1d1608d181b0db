import { useCallback, useMemo, useState } from 'react';
import type { Problem } from '../../../api/http/problems/resource.ts';
import type { OperationResource } from '../../../api/operations/resource.ts';
import { isCssColor } from './color-controls.tsx';
import { pricedFields, priceOf } from '../price.ts';
import { type Field, fieldsOf } from './schema.ts';
import {
  faultOf,
  type FieldError,
  type FieldErrors,
  initialValues,
  inputOf,
  isEmpty,
  serverFault,
  type Values,
} from './values.ts';

export interface OperationForm {
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly errors: FieldErrors;
  /** What was typed, by operation. */
  readonly typed: Readonly<Record<string, Values>>;
  readonly priceCredits: number;
  /** The first required text that is empty. */
  readonly missingText: Field | null;
  set: (name: string, value: unknown) => void;
  /** Fills the form of an operation with an input: what the input leaves out gets its default. */
  fill: (operationId: string, input: Values) => void;
  /** Puts back what was typed before the page went away. */
  restore: (typed: Readonly<Record<string, Values>>) => void;
  /** Checks one field, as people leave it. */
  check: (field: Field) => void;
  /** Checks them all; answers the first that is missing or wrong. */
  checkAll: (hasPicture: boolean) => Field | null;
  /** Puts the server's complaints on the fields they name. */
  blame: (problem: Problem) => void;
  input: (assetId: string | null) => Values;
}

/** The form of one operation; what was typed stays when another tool is tried in between. */
export function useForm(operation: OperationResource | null): OperationForm {
  const [typed, setTyped] = useState<Readonly<Record<string, Values>>>({});
  const [faults, setFaults] = useState<Readonly<Record<string, FieldErrors>>>({});
  const id = operation?.id ?? '';

  const fields = useMemo(
    () => (operation ? fieldsOf(operation.input_schema, pricedFields(operation.prices)) : []),
    [operation],
  );
  const values = useMemo(() => ({ ...initialValues(fields), ...typed[id] }), [fields, typed, id]);
  const errors = faults[id] ?? {};

  const setError = useCallback(
    (name: string, error: FieldError | undefined) => {
      setFaults((before) => ({ ...before, [id]: { ...before[id], [name]: error } }));
    },
    [id],
  );

  return {
    fields,
    values,
    errors,
    typed,
    restore: setTyped,
    priceCredits: operation ? priceOf(operation.prices, values) : 0,
    missingText: fields.find((field) => isMissingText(field, values[field.name])) ?? null,
    set: (name, value) => {
      setTyped((before) => ({ ...before, [id]: { ...before[id], [name]: value } }));
      const field = fields.find((each) => each.name === name);
      if (field && errors[name]) setError(name, faultOf(field, value, isCssColor) ?? undefined);
    },
    fill: (operationId, input) => {
      setTyped((before) => ({ ...before, [operationId]: input }));
      setFaults((before) => ({ ...before, [operationId]: {} }));
    },
    check: (field) => {
      // A field that was left empty is not blamed before people try to run.
      const fault = faultOf(field, values[field.name], isCssColor);
      if (fault?.code !== 'required') setError(field.name, fault ?? undefined);
    },
    checkAll: (hasPicture) => {
      const found = fields.flatMap((field) => {
        const value = field.control === 'asset' ? hasPicture || undefined : values[field.name];
        const fault = faultOf(field, value, isCssColor);
        return fault ? [{ field, fault }] : [];
      });
      setFaults((before) => ({
        ...before,
        [id]: Object.fromEntries(found.map(({ field, fault }) => [field.name, fault])),
      }));
      return found[0]?.field ?? null;
    },
    blame: (problem) => {
      for (const { field: path, code } of problem.errors ?? []) {
        const [, name] = /^input\.([^.[]+)/.exec(path) ?? [];
        const field = fields.find((each) => each.name === name);
        if (field) setError(field.name, serverFault(field, code));
      }
    },
    input: (assetId) => inputOf(fields, values, assetId),
  };
}

function isMissingText({ control, required }: Field, value: unknown): boolean {
  return required && (control === 'textarea' || control === 'text') && isEmpty(value);
}
