import type { Setting } from "../../../splunk/settings-table.ts";
import { make, whileBusy } from "../../../web/make.ts";
import { readableBytes, readableSeconds } from "../../../web/readable.ts";
import { SETTINGS } from "../../settings/settings.ts";
import type { AskSplunkd } from "../splunkd/ask.ts";
import { addStanza, changeStanza, type Stanzas } from "../splunkd/conf-and-secrets.ts";
import { isNamed, type Refusal, refusalText } from "../splunkd/refusal.ts";
import { type Field, makeField, makeNotice } from "./form-parts.ts";

type Remark = (value: string) => string;

/** The settings that matter most; getimage.conf has the others. */
const SHOWN: readonly (readonly [stanza: string, key: string, title: string, remark?: Remark])[] = [
  ["image", "newsize", "Largest size"],
  ["image", "newimgext", "Format"],
  ["image", "quality", "Quality"],
  ["image", "cache", "A picture stays good for", readableSeconds],
  ["cache", "max_size", "Size of the cache", readableBytes],
  ["cache", "folder", "Folder of the cache"],
  ["serve", "serve", "How browsers get pictures"],
];

type Shown = {
  readonly stanza: string;
  readonly key: string;
  readonly setting: Setting<unknown>;
  readonly field: Field;
};

/** The form for settings that hold for all servers. */
export function makeSettingsSection(ask: AskSplunkd, first: Stanzas): HTMLElement {
  let known = first;
  const shown = SHOWN.map(([stanza, key, title, remark]): Shown => {
    const setting = settingOf(stanza, key);
    return { stanza, key, setting, field: makeSettingField({ stanza, key, title, setting, remark }, known) };
  });
  const notice = makeNotice();

  const save = async (): Promise<void> => {
    notice.clear();
    const changes = changesIn(shown, known);
    const wrong = shown.find(({ field }) => field.hasFault());
    if (wrong) return wrong.field.control.focus();
    if (changes.size === 0) return notice.show("Nothing was changed.");
    for (const [stanza, values] of changes) {
      const saved = await (known.has(stanza) ? changeStanza : addStanza)(ask, stanza, values);
      if (!saved.ok) return showRefusal(saved.error, values);
      known = new Map([...known, [stanza, new Map([...(known.get(stanza) ?? []), ...Object.entries(values)])]]);
    }
    notice.show("The settings are saved; the next search uses them.");
  };
  const showRefusal = (refusal: Refusal, values: Readonly<Record<string, string>>): void => {
    const text = refusalText("change the settings of this app", refusal);
    const named = shown.find(({ key }) => key in values && isNamed(key, refusal));
    if (named) named.field.showFault(text);
    else notice.warn(text);
    named?.field.control.focus();
  };

  const submit = make("button", { type: "submit", class: "gi-button gi-first" }, "Save settings");
  const fields = make("div", { class: "gi-grid" }, ...shown.map(({ field }) => field.root));
  const buttons = make("div", { class: "gi-buttons" }, submit);
  const form = make("form", { novalidate: "", "aria-label": "Settings" }, fields, notice.root, buttons);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void whileBusy([submit], save);
  });
  return make("section", {}, make("h2", {}, "Settings for all servers"), form);
}

function settingOf(stanza: string, key: string): Setting<unknown> {
  const all: Readonly<Record<string, Readonly<Record<string, Setting<unknown>>>>> = SETTINGS;
  const setting = all[stanza]?.[key];
  if (!setting) throw new Error(`getimage.conf has no [${stanza}] ${key}`);
  return setting;
}

type Described = Omit<Shown, "field"> & { readonly title: string; readonly remark: Remark | undefined };

function makeSettingField({ stanza, key, title, setting, remark }: Described, known: Stanzas): Field {
  const { kind, fallback, help } = setting;
  const value = known.get(stanza)?.get(key) ?? fallback;
  const common = { id: `gi-${stanza}-${key}`, name: `[${stanza}] ${key}`, title, help: [help], value };
  const { choices } = kind;
  if (choices) return makeField({ ...common, kind: "choice", choices });
  return makeField({ ...common, kind: "text", placeholder: fallback, ...(remark && { remark }) });
}

/** What differs from what Splunk has, by stanza; the fields show what cannot be taken. */
function changesIn(shown: readonly Shown[], known: Stanzas): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const changes = new Map<string, Record<string, string>>();
  for (const { stanza, key, setting, field } of shown) {
    const value = field.value();
    const isFine = setting.kind.parse(value) !== undefined;
    field.showFault(isFine ? "" : `Expected ${setting.kind.expected}.`);
    if (value !== (known.get(stanza)?.get(key) ?? setting.fallback)) {
      changes.set(stanza, { ...changes.get(stanza), [key]: value });
    }
  }
  return changes;
}
