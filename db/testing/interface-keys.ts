import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/**
 * The properties that an interface declares itself, read from its source: types are gone when tests run, and a list
 * beside them would not know of the next property.
 * @param file from the root of the project
 */
export function interfaceKeys(file: string, name: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const found = source.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  if (!found || !ts.isInterfaceDeclaration(found)) throw new Error(`no ${name} in ${file}`);
  return found.members.flatMap(({ name: key }) => (key && ts.isIdentifier(key) ? key.text : []));
}
