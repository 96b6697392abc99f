// Bundles editor.js, with CodeMirror, into the one file that the site serves, and gathers the licences of what is in it.
//
//     npm ci --ignore-scripts && npm run build      (or: make editor)

import {readdirSync, readFileSync, writeFileSync} from "node:fs"
import {dirname, join} from "node:path"
import {fileURLToPath} from "node:url"
import {build} from "esbuild"

const here = dirname(fileURLToPath(import.meta.url))
const target = join(here, "..", "graph", "web", "static")

const made = await build({
  absWorkingDir: here,
  entryPoints: ["editor.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none", // the packages have none; their licences stand in the notice
  metafile: true,
  write: false,
})

const packages = new Set()
for (const path of Object.keys(made.metafile.inputs)) {
  const found = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)
  if (found) packages.add(found[1])
}
const parts = [...packages].sort().map(name => {
  const folder = join(here, "node_modules", name)
  const told = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const file = readdirSync(folder).find(one => /^licen[cs]e/i.test(one))
  if (!file) throw new Error(`${name} brings no licence`)
  return `${name} ${told.version} (${told.license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`
})
const head = "editor.js, the SPARQL editor of the workbench, holds these packages from npm.\n"
writeFileSync(join(target, "editor.js"), made.outputFiles[0].contents)
writeFileSync(join(target, "editor.NOTICE.txt"), [head, ...parts].join(`\n${"-".repeat(80)}\n\n`))
console.log(`editor.js: ${made.outputFiles[0].contents.length} bytes, ${packages.size} packages`)
