import protobuf from 'protobufjs/light.js';

const one = (type: string, id: number) => ({ type, id });
const many = (type: string, id: number) => ({ type, id, rule: 'repeated' });

/** The parts of onnx.proto3 (github.com/onnx/onnx, IR version 8) that our graphs use. */
const schema: Record<string, protobuf.IType> = {
  ModelProto: {
    fields: {
      irVersion: one('int64', 1),
      producerName: one('string', 2),
      graph: one('GraphProto', 7),
      opsetImport: many('OperatorSetIdProto', 8),
    },
  },
  OperatorSetIdProto: { fields: { domain: one('string', 1), version: one('int64', 2) } },
  GraphProto: {
    fields: {
      node: many('NodeProto', 1),
      name: one('string', 2),
      initializer: many('TensorProto', 5),
      input: many('ValueInfoProto', 11),
      output: many('ValueInfoProto', 12),
    },
  },
  NodeProto: {
    fields: {
      input: many('string', 1),
      output: many('string', 2),
      name: one('string', 3),
      opType: one('string', 4),
      attribute: many('AttributeProto', 5),
    },
  },
  AttributeProto: {
    fields: {
      name: one('string', 1),
      i: one('int64', 3),
      s: one('bytes', 4),
      ints: many('int64', 8),
      type: one('int32', 20),
    },
  },
  TensorProto: {
    fields: {
      dims: many('int64', 1),
      dataType: one('int32', 2),
      name: one('string', 8),
      rawData: one('bytes', 9),
    },
  },
  ValueInfoProto: { fields: { name: one('string', 1), type: one('TypeProto', 2) } },
  TypeProto: { fields: { tensorType: one('TensorTypeProto', 1) } },
  TensorTypeProto: { fields: { elemType: one('int32', 1), shape: one('ShapeProto', 2) } },
  ShapeProto: { fields: { dim: many('DimensionProto', 1) } },
  DimensionProto: { fields: { dimValue: one('int64', 1), dimParam: one('string', 2) } },
};

const elementTypes = { float32: 1, uint8: 2, int64: 7 } as const;
const attributeTypes = { i: 2, s: 3, ints: 7 } as const;
const irVersion = 8;
/** The set of operators that our graphs are written in. */
const opset = 17;

type Attribute = number | string | readonly number[];
type ElementType = keyof typeof elementTypes;

/** What goes into a graph or comes out: `dims` are lengths, or names of lengths that each run may choose. */
interface Port {
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
      const type = protobuf.Root.fromJSON({ nested: schema }).lookupType('ModelProto');
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
