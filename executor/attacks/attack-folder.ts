/** Loads the attacks of a folder. */
import { jsonFilesOf } from "../../io/files/json-files.js";
import { protocolIn } from "../../io/protocols/choose.js";
import { readJson } from "../../io/files/read.js";
import { InputError, valueOf } from "../../lib/scenario/input/problem.js";
import { isAttack, readAttack } from "./attack.js";
import type { Attack } from "./attack.js";

/** An attack, and its file as the user may name it. */
export interface AttackFile {
  readonly file: string;
  /** Of the file, without its extension. */
  readonly name: string;
  readonly attack: Attack;
}

/**
 * The attacks in the `.json` files of a folder, in the order of their files' names. Throws
 * {@link InputError} with the problems of the first files that have some, or if there are none.
 */
export async function attacksIn(folder: string): Promise<readonly AttackFile[]> {
  const files = jsonFilesOf(folder);
  if (files.length === 0) {
    const allowed = "a folder with attack files, each NAME.json";
    throw new InputError([{ path: "", wrong: "has no attack in it", allowed }], folder);
  }
  const attacks: AttackFile[] = [];
  for (const { path: file, name } of files) {
    attacks.push({ file, name, attack: await attackAt(file) });
  }
  return attacks;
}

async function attackAt(file: string): Promise<Attack> {
  const document = await readJson(file);
  if (!isAttack(document)) {
    const allowed = 'attack files, with an "attack", in a folder that is run';
    throw new InputError([{ path: "", wrong: "is no attack", allowed }], file);
  }
  return valueOf(readAttack(document, await protocolIn(document, file)), file);
}
