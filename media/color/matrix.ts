export type Vector3 = readonly [number, number, number];
/** Three rows. */
export type Matrix3 = readonly [Vector3, Vector3, Vector3];

export function apply(matrix: Matrix3, vector: Vector3): Vector3 {
  const row = ([a, b, c]: Vector3) => a * vector[0] + b * vector[1] + c * vector[2];
  return [row(matrix[0]), row(matrix[1]), row(matrix[2])];
}

export function transpose([a, b, c]: Matrix3): Matrix3 {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

/** First `second`, then `first`. */
export function multiply(first: Matrix3, second: Matrix3): Matrix3 {
  const columns = transpose(second);
  return transpose([apply(first, columns[0]), apply(first, columns[1]), apply(first, columns[2])]);
}

export function diagonal([a, b, c]: Vector3): Matrix3 {
  return [
    [a, 0, 0],
    [0, b, 0],
    [0, 0, c],
  ];
}

/** Null where there is none. */
export function inverse(matrix: Matrix3): Matrix3 | null {
  const [a, b, c] = matrix;
  const cofactors: Matrix3 = [cross(b, c), cross(c, a), cross(a, b)];
  const determinant = a[0] * cofactors[0][0] + a[1] * cofactors[0][1] + a[2] * cofactors[0][2];
  if (!Number.isFinite(1 / determinant) || Math.abs(determinant) < 1e-9) return null;
  const scale = diagonal([1 / determinant, 1 / determinant, 1 / determinant]);
  return multiply(scale, transpose(cofactors));
}

function cross(u: Vector3, v: Vector3): Vector3 {
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}
