/** The part of a pino logger that activities use. Fields are ids and numbers, never user content. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
