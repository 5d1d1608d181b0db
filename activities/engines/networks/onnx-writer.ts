import protobuf from 'protobufjs/light.js';

/** The parts of onnx.proto3 (github.com/onnx/onnx, IR version 8) that our graphs use. */
const schema = {
  ModelProto: {
    irVersion: ['int64', 1],
    producerName: ['string', 2],
    graph: ['GraphProto', 7],
    opsetImport: ['OperatorSetIdProto', 8, 'repeated'],
  },
  OperatorSetIdProto: { domain: ['string', 1], version: ['int64', 2] },
  GraphProto: {
    node: ['NodeProto', 1, 'repeated'],
    name: ['string', 2],
    initializer: ['TensorProto', 5, 'repeated'],
    input: ['ValueInfoProto', 11, 'repeated'],
    output: ['ValueInfoProto', 12, 'repeated'],
  },
  NodeProto: {
    input: ['string', 1, 'repeated'],
    output: ['string', 2, 'repeated'],
    name: ['string', 3],
    opType: ['string', 4],
    attribute: ['AttributeProto', 5, 'repeated'],
  },
  AttributeProto: {
    name: ['string', 1],
    i: ['int64', 3],
    s: ['bytes', 4],
    ints: ['int64', 8, 'repeated'],
    type: ['int32', 20],
  },
  TensorProto: {
    dims: ['int64', 1, 'repeated'],
    dataType: ['int32', 2],
    name: ['string', 8],
    rawData: ['bytes', 9],
  },
  ValueInfoProto: { name: ['string', 1], type: ['TypeProto', 2] },
  TypeProto: { tensorType: ['TensorTypeProto', 1] },
  TensorTypeProto: { elemType: ['int32', 1], shape: ['ShapeProto', 2] },
  ShapeProto: { dim: ['DimensionProto', 1, 'repeated'] },
  DimensionProto: { dimValue: ['int64', 1], dimParam: ['string', 2] },
} as const;

const elementTypes = { float32: 1, uint8: 2, int64: 7 } as const;
const attributeTypes = { i: 2, s: 3, ints: 7 } as const;
const irVersion = 8;
/** The set of operators that our graphs are written in. */
const opset = 17;

type Attribute = number | string | readonly number[];
type ElementType = keyof typeof elementTypes;

/** What goes into a graph or comes out: `dims` are lengths, or names of lengths that each run may choose. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly dims: readonly (number | string)[];
}

/** Writes a network as an ONNX file, node by node. Every value has a name; the same calls give the same bytes. */
export interface OnnxWriter {
  /** A tensor of fixed values; answers its name. */
  constant(values: Float32Array | BigInt64Array, dims: readonly number[]): string;
  /** An operator with one output; answers that output's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
    output?: string,
  ): string;
  finish(input: Port, outputs: readonly Port[]): Uint8Array;
}

export function createOnnxWriter(name: string): OnnxWriter {
  const nodes: object[] = [];
  const constants: object[] = [];
  return {
    constant(values, dims) {
      const label = `c${constants.length}`;
      const dataType = values instanceof Float32Array ? elementTypes.float32 : elementTypes.int64;
      const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      constants.push({ name: label, dims, dataType, rawData });
      return label;
    },
    node(opType, input, attributes = {}, output = `n${nodes.length}`) {
      const attribute = Object.entries(attributes).map(([key, value]) => asAttribute(key, value));
      nodes.push({ name: output, opType, input, output: [output], attribute });
      return output;
    },
    finish(input, outputs) {
      const type = root().lookupType('ModelProto');
      const graph = {
        ...{ name, node: nodes, initializer: constants },
        ...{ input: [asValueInfo(input)], output: outputs.map(asValueInfo) },
      };
      const opsetImport = [{ domain: '', version: opset }];
      return type
        .encode(type.create({ irVersion, producerName: 'atelier', graph, opsetImport }))
        .finish();
    },
  };
}

function root(): protobuf.Root {
  const asField = ([type, id, rule]: readonly [string, number, 'repeated'?]) =>
    rule ? { type, id, rule } : { type, id };
  const nested = Object.entries(schema).map(([name, fields]) => [
    name,
    {
      fields: Object.fromEntries(
        Object.entries(fields).map(([field, facts]) => [
          field,
          asField(facts as readonly [string, number, 'repeated'?]),
        ]),
      ),
    },
  ]);
  return protobuf.Root.fromJSON({ nested: Object.fromEntries(nested) as protobuf.INamespace });
}

function asAttribute(name: string, value: Attribute): object {
  if (typeof value === 'number') return { name, i: value, type: attributeTypes.i };
  if (typeof value === 'string')
    return { name, s: new TextEncoder().encode(value), type: attributeTypes.s };
  return { name, ints: value, type: attributeTypes.ints };
}

function asValueInfo({ name, type, dims }: Port): object {
  const dim = dims.map((length) =>
    typeof length === 'number' ? { dimValue: length } : { dimParam: length },
  );
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}
