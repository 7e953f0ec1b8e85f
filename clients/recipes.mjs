// Runs the JavaScript of docs/recipes/houzz-*.md as Zapier, n8n, Apps Script and Cloudflare would, against a
// running server: what each of these programs gives its code stands in here. Told by the environment:
// TENON_URL, TENON_BRIDGE, TENON_BRIDGE_SECRET, TENON_MAIL_SECRET. The other
// recipes ran before in the same location: their people's numbers are taken.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import crypto from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { TENON_URL: url, TENON_BRIDGE: connection, TENON_BRIDGE_SECRET: secret, TENON_MAIL_SECRET: mailSecret } = process.env;
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
const code = (name) => {
  const text = readFileSync(new URL(`../docs/recipes/${name}.md`, import.meta.url), "utf8");
  return /```js\n([^]*?)```/.exec(text)[1];
};
const mail = "From: Houzz <noreply@houzz.com>\r\nSubject: New lead from Ana Cruz on Houzz\r\n" +
  `Message-ID: <${crypto.randomUUID()}@mail.houzz.com>\r\n\r\nName: Ana Cruz\r\nEmail: ana.mail@example.org\r\n`;

async function zapier() {
  const run = new AsyncFunction("require", "inputData", "fetch", `let output; ${code("houzz-zapier")}; return output;`);
  const inputData = { url: `${url}/hooks/houzz/${connection}`, secret, id: "1", name: "Zoë Núñez", email: "zoe@example.org", phone: "512 555 0187" };
  const first = await run(require, inputData, fetch);
  assert.equal(first.outcome, "created", JSON.stringify(first));
  assert.equal((await run(require, inputData, fetch)).outcome, "unchanged");
  const wrong = { ...inputData, secret: "another secret entirely", id: "2" };
  await assert.rejects(run(require, wrong, fetch), /401/);
  const note = await run(require, { ...inputData, id: "3", message: "Please call — after 4" }, fetch);
  assert.equal(note.outcome, "merged");
}

async function n8n() {
  const run = new Function("require", "$input", "$env", code("houzz-n8n"));
  const items = [{ json: { id: 7, name: "Nora Éclair", email: "nora@example.org", phone: "512 555 0177" } }];
  const [{ json }] = run(require, { all: () => items }, { TENON_BRIDGE_SECRET: secret });
  const answer = await fetch(`${url}/hooks/houzz/${connection}`, {
    method: "POST",
    headers: { "X-Tenon-Timestamp": json.timestamp, "X-Tenon-Signature": json.signature, "Content-Type": "application/json" },
    body: json.body,
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  assert.equal((await answer.json()).outcome, "created");
}

// UrlFetchApp waits for its answer, which fetch cannot.
function fetchApp(address, { method, contentType, headers, payload }) {
  const all = Object.entries({ ...headers, "Content-Type": contentType }).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const text = execFileSync("curl", ["-sf", "-X", method.toUpperCase(), ...all, "--data-binary", "@-", address], { input: payload });
  return { getContentText: () => text.toString() };
}

function appsScript() {
  const properties = { TENON_URL: url, TENON_CONNECTION: connection, TENON_MAIL_SECRET: mailSecret, TENON_BRIDGE_SECRET: secret };
  const labelled = [];
  const said = [];
  const thread = { getMessages: () => [{ getRawContent: () => mail }], addLabel: (label) => labelled.push(label) };
  const world = {
    PropertiesService: { getScriptProperties: () => ({ getProperty: (name) => properties[name] }) },
    GmailApp: { getUserLabelByName: () => null, createLabel: (name) => name, search: () => [thread] },
    Logger: { log: (text) => said.push(JSON.parse(text)) },
    UrlFetchApp: { fetch: fetchApp },
    Utilities: {
      Charset: { UTF_8: "utf8" },
      // Bytes as Java has them: from -128 to 127.
      computeHmacSha256Signature: (text, key, charset) =>
        [...new Int8Array(crypto.createHmac("sha256", Buffer.from(key, charset)).update(text, charset).digest())],
    },
  };
  const run = new Function(...Object.keys(world), `${code("houzz-apps-script")}; return { sendHouzzMails, tellTenon };`);
  const script = run(...Object.values(world));
  const contact = { name: "Jürgen Groß", email: "jurgen@example.org" };
  const event = { id: "row-17", type: "contact.created", occurredAt: new Date(), contact };
  assert.equal(script.tellTenon(event).outcome, "created");
  script.sendHouzzMails();
  // It carries no signature of Houzz's: that it came, and was not believed, is what is to be seen.
  assert.equal(said[0].outcome, "review");
  assert.deepEqual(labelled, ["sent-to-tenon"]);
}

async function cloudflare() {
  const { default: worker } = await import(`data:text/javascript,${encodeURIComponent(code("houzz-mail-hook"))}`);
  const rejected = [];
  const message = { raw: mail, setReject: (why) => rejected.push(why) };
  await worker.email(message, { TENON_URL: url, CONNECTION: connection, MAIL_SECRET: mailSecret });
  assert.deepEqual(rejected, []);
  await worker.email(message, { TENON_URL: url, CONNECTION: connection, MAIL_SECRET: "another" });
  assert.deepEqual(rejected, ["Tenon answered 401"]);
}

await zapier();
await n8n();
appsScript();
await cloudflare();
