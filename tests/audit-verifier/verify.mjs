// A second verifier of exported audit logs, written from src/IncidentApi/Platform/Audit/README.md alone: Node without packages.
//   node verify.mjs --export FILE --checkpoint FILE [--checkpoint FILE…] [--public-key FILE]
// Exits with 0 for a log that is what it was, 1 for one that is not.
import { createHash, createPublicKey, verify } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const faults = [];
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const bytes = (text) => Buffer.from(text, "base64");
const int64 = (number) => { const buffer = Buffer.alloc(8); buffer.writeBigInt64BE(BigInt(number)); return buffer; };
const uuid = (text) => Buffer.from(text.replaceAll("-", ""), "hex");
const toUuid = (buffer) => buffer.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
const leafHash = (organisation, position, hash) => sha256(Buffer.from([0]), uuid(organisation), int64(position), hash);
const join = (left, right) => sha256(Buffer.from([1]), left, right);

const arguments_ = { "--export": [], "--checkpoint": [], "--public-key": [] };
for (let i = 2; i < process.argv.length; i += 2) arguments_[process.argv[i]].push(process.argv[i + 1]);

function readEntry(entry) {
  const fields = [];
  let at = 0;
  while (at < entry.length) {
    const length = entry.readInt32BE(at);
    if (length < 0 || at + 4 + length > entry.length) return null;
    fields.push(entry.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  if (fields.length !== 11 || fields[0].toString() !== "incidents-audit-1") return null;
  const text = (field) => (field.length === 0 ? undefined : field.toString());
  const id = (field) => (field.length === 0 ? undefined : toUuid(field));
  const integer = (field) => (field.length === 0 ? undefined : Number(field.readBigInt64BE()));
  const instant = (field) => (field.length === 0 ? undefined : Number(field.readBigInt64BE()) / 1000);
  const [, organisation, position, moment, act, key, subject, subjectId, number, since, commitment] = fields;
  return {
    organisation: id(organisation), position: integer(position), at: instant(moment), act: text(act), key: id(key), subject: text(subject),
    subjectId: id(subjectId), number: integer(number), since: instant(since), commitment: commitment.length ? commitment.toString("base64") : undefined,
  };
}

function says(line, entry) {
  const plain = ["act", "key", "subject", "subjectId", "number", "commitment"];
  return plain.every((name) => (line[name] ?? undefined) === entry[name])
    && Date.parse(line.at) === entry.at && (line.since ? Date.parse(line.since) : undefined) === entry.since;
}

function faultOf(line, expected, before, organisation) {
  const entry = readEntry(bytes(line.entry));
  if (line.position > expected && (!entry || entry.position === line.position)) return `Entry ${expected} was removed.`;
  if (line.position !== expected || (entry && entry.position !== expected)) return `Entry ${expected} was reordered.`;
  if (!entry || entry.organisation !== organisation || !says(line, entry)) return `Entry ${expected} was changed.`;
  const hash = sha256(before, bytes(line.entry));
  if (!hash.equals(bytes(line.hash)) || (line.sealed && !hash.equals(bytes(line.sealed)))) return `Entry ${expected} was changed.`;
  return null;
}

// RFC 9162, 2.1.3.2
function rootOf(leaf, index, size, path) {
  if (index < 0 || index >= size) return null;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const step of path.map(bytes)) {
    if (last === 0) return null;
    if (at % 2 === 1 || at === last) {
      hash = join(step, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      hash = join(hash, step);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? hash : null;
}

// RFC 9162, 2.1.4.2
function isContinued(first, second, path) {
  if (first.size === second.size) return path.length === 0 && first.root.equals(second.root);
  let steps = path.map(bytes);
  if (Number.isInteger(Math.log2(first.size))) steps = [first.root, ...steps];
  if (steps.length === 0) return false;
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [one, two] = [steps[0], steps[0]];
  for (const step of steps.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [one, two] = [join(step, one), join(step, two)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      two = join(two, step);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && one.equals(first.root) && two.equals(second.root);
}

function readNote(note) {
  const end = note.lastIndexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [origin, size, root] = text.split("\n");
  return { text, origin, size: Number(size), root: bytes(root), signatures: note.slice(end + 2).trimEnd().split("\n") };
}

function requireSignature(note, name) {
  const [file] = arguments_["--public-key"];
  if (!file) return;
  const [keyName, id, blob] = readFileSync(file, "utf8").trim().split("+").reduce((parts, part, i) => (i < 3 ? [...parts, part] : [...parts.slice(0, 2), `${parts[2]}+${part}`]), []);
  const spki = bytes(blob).subarray(1);
  const key = createPublicKey({ key: spki, format: "der", type: "spki" });
  const signed = note.signatures.some((line) => {
    const [dash, signer, text] = line.split(" ");
    const signature = bytes(text);
    return dash === "—" && signer === keyName && signature.subarray(0, 4).toString("hex") === id && sha256(spki).subarray(0, 4).toString("hex") === id
      && verify("sha256", Buffer.from(note.text), key, signature.subarray(4));
  });
  if (!signed) faults.push(`${name} is not signed by ${keyName}.`);
}

let log, end;
const hashes = [Buffer.alloc(32)];
const proofs = new Map();
let broken = false;
for await (const text of createInterface({ input: createReadStream(arguments_["--export"][0]) })) {
  const line = JSON.parse(text);
  if (line.line === "log") log = line;
  else if (line.line === "proof") proofs.set(line.size, line);
  else if (line.line === "end") end = line;
  else if (!broken) {
    const fault = faultOf(line, hashes.length, hashes.at(-1), log.organisation);
    if (fault) { faults.push(fault); broken = true; }
    else hashes.push(bytes(line.hash));
  }
}
const entries = hashes.length - 1;
if (!end) faults.push("The export was cut.");
if (faults.length === 0 && entries < log.entries) faults.push(`Entry ${entries + 1} was removed.`);
else if (faults.length === 0 && !hashes[entries].equals(bytes(log.hash))) faults.push(`Entry ${entries} is not the last one.`);

function requireHead(checkpoint, name) {
  const proof = proofs.get(checkpoint.size);
  if (!proof) { faults.push(`Nothing proves that this log is under ${name}.`); return null; }
  const heads = rootOf(leafHash(log.organisation, proof.position, bytes(proof.hash)), proof.index, proof.organisations, proof.heads);
  const seal = heads && leafHash("00000000-0000-0000-0000-000000000000", proof.seal, sha256(int64(proof.organisations), heads));
  const root = seal && rootOf(seal, proof.size - 1, proof.size, proof.path);
  if (!root || !root.equals(checkpoint.root)) { faults.push(`The log is not the one that is under ${name}: an entry was changed or removed.`); return null; }
  if (proof.position > entries) { if (faults.length === 0) faults.push(`Entry ${entries + 1} was removed.`); }
  else if (!hashes[proof.position].equals(bytes(proof.hash))) faults.push(`One of the entries 1 to ${proof.position} was changed.`);
  return proof;
}

const current = log.checkpoint ? readNote(log.checkpoint) : null;
if (!current) faults.push("The export has no checkpoint.");
else { requireSignature(current, "The checkpoint of the export"); requireHead(current, "the checkpoint of the export"); }
for (const file of arguments_["--checkpoint"]) {
  const kept = readNote(readFileSync(file, "utf8"));
  const name = `the kept checkpoint of size ${kept.size}`;
  requireSignature(kept, "The kept checkpoint");
  if (!current) continue;
  if (kept.origin !== current.origin) faults.push("The kept checkpoint is of another log.");
  else if (kept.size > current.size) faults.push(`The log was rolled back: entries from ${entries + 1} on may be missing.`);
  else {
    const proof = requireHead(kept, name);
    if (proof && !isContinued(kept, current, proof.consistency)) faults.push(`The tree of the export is not the continuation of ${name}.`);
  }
}

console.log(faults.length === 0 ? `The ${entries} entries are whole and in order.` : faults.join("\n"));
process.exitCode = faults.length === 0 ? 0 : 1;
