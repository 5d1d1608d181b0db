import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');

/** What a file declares under a name, as the compiler reads it. @param file from the root of the project */
function declarationIn(file: string, name: string) {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  for (const statement of source.statements) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    if (isType && statement.name.text === name) return { statement, source };
  }
  throw new Error(`no ${name} in ${file}`);
}

/**
 * The properties that an interface declares itself, read from its source: types are gone when tests run, and a list
 * beside them would not know of the next property.
 */
export function interfaceKeys(file: string, name: string): string[] {
  const { statement } = declarationIn(file, name);
  if (!ts.isInterfaceDeclaration(statement)) throw new Error(`${name} is no interface`);
  return statement.members.flatMap(({ name: key }) =>
    key && ts.isIdentifier(key) ? key.text : [],
  );
}

/** The words, in single quotes, of which a type or one of its properties is made. */
export function wordsIn(file: string, name: string): string[] {
  const { statement, source } = declarationIn(file, name);
  return [...statement.getText(source).matchAll(/'(\w+)'/g)].map(([, word = '']) => word);
}
