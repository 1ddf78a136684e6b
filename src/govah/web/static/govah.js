// Keys, and the passage that is selected. Everything here is also a link, a form or a button: without script the
// workbench loses its shortcuts and nothing else.
"use strict";

document.documentElement.classList.add("scripted");

const SINGLE_KEYS = "govah-single-keys";
const PLACES = { d: "/", s: "/search", e: "/exhibits", l: "/letters" };
let afterG = false;

// Keys are named by the position of the Latin letter, so that they work on a Persian layout.
function named(event) {
  const positions = { BracketLeft: "[", BracketRight: "]" };
  if (event.key === "?" || (event.code === "Slash" && event.shiftKey) || event.key === "؟") return "?";
  if (event.code === "Slash") return "/";
  if (positions[event.code]) return positions[event.code];
  if (!event.shiftKey && /^(Digit|Numpad)[0-9]$/.test(event.code)) return event.code.slice(-1);
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

function inField(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function singleKeys() {
  return localStorage.getItem(SINGLE_KEYS) !== "off";
}

function visible(element) {
  return element.getClientRects().length > 0;
}

function press(key) {
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key && visible(one));
  if (!found) return false;
  found.click();
  // what is typed next belongs into the form that has just opened
  if (found.matches("summary") && found.parentElement.open) found.parentElement.querySelector("textarea")?.focus();
  return true;
}

function rows() {
  return [...document.querySelectorAll("[data-row]")].filter(visible);
}

// The row of the unverified numbers on which the keys 1, 2, 3 act: where the focus is, else the chosen one.
function numberRow() {
  return document.activeElement?.closest?.("[data-number]") || document.querySelector(".numberlist .chosen");
}

// A number that nobody looked at is shown first, and only then answered.
function answer(key) {
  const row = numberRow();
  if (!row) {
    document.querySelector("[data-number] a.look")?.focus();
    return document.querySelector("[data-number]") !== null;
  }
  const choice = row.querySelector(`[data-choice="${key}"]`);
  if (!choice) return false;
  choice.click();
  const field = choice.matches("summary") && choice.parentElement.open && choice.parentElement.querySelector("[name=value]");
  if (field) field.select();
  return true;
}

// The number whose row has the focus is shown on the picture and in the text.
function point(row) {
  document.querySelectorAll("svg.page .pointed, #record .pointed").forEach((one) => one.classList.remove("pointed"));
  if (!row) return;
  const places = document.querySelectorAll(`svg.page [data-of="${row.dataset.number}"], #record .text [data-start="${row.dataset.number}"]`);
  places.forEach((one) => one.classList.add("pointed"));
  if (matchMedia("(min-width: 60rem)").matches) places.forEach((one) => one.scrollIntoView({ block: "nearest" }));
}

document.addEventListener("focusin", (event) => point(event.target.closest?.("[data-number]")));

function linkOf(row) {
  return row.matches("a") ? row : row.querySelector("a:not(.mark)") || row.querySelector("a");
}

function walk(step) {
  const all = rows();
  if (!all.length) return hits(step);
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  linkOf(next)?.focus();
  return true;
}

// In an exhibit there are no rows: j and k walk through what is marked in the text of record.
function hits(step) {
  const all = [...document.querySelectorAll("#record .hit, #record .doubt, #record .mark, #record .selected")];
  if (!all.length) return false;
  const at = all.indexOf(document.querySelector("#record .here"));
  const next = all[(at + step + all.length) % all.length];
  all.forEach((one) => one.classList.toggle("here", one === next));
  next.scrollIntoView({ block: "center" });
  return true;
}

function open() {
  const row = document.activeElement?.closest?.("[data-row]");
  if (row) {
    linkOf(row)?.click();
    return true;
  }
  return press("o");
}

function act(key, event) {
  if (afterG) {
    afterG = false;
    if (PLACES[key]) location.assign(PLACES[key]);
    return Boolean(PLACES[key]);
  }
  switch (key) {
    case "g":
      afterG = true;
      setTimeout(() => { afterG = false; }, 1500);
      return true;
    case "/":
      document.getElementById("q")?.focus();
      document.getElementById("q")?.select();
      return true;
    case "?":
      showKeys();
      return true;
    case "j":
    case "k":
      return walk(key === "j" ? 1 : -1);
    case "o":
      return open();
    case "1":
    case "2":
    case "3":
      return answer(key);
    default:
      return "mcxp[]".includes(key) && press(key);
  }
}

function showKeys() {
  const dialog = document.getElementById("keys");
  if (dialog.open) dialog.close();
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && inField(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || !singleKeys()) return;
  if (document.querySelector("dialog:modal")) return;
  if (act(named(event), event)) event.preventDefault();
});

// The passage that is selected, in code points of the page's text.
const exhibit = document.querySelector(".columns.exhibit");
const panel = document.getElementById("passage");

function codePoints(text) {
  return [...text].length;
}

// Text from the beginning of an element to a boundary inside it.
function before(element, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(element);
  range.setEnd(node, offset);
  return range.toString();
}

// The innermost elements that know where their text begins, in the order of the document.
function anchored(root) {
  return [...root.querySelectorAll("[data-start]")].filter((one) => !one.querySelector("[data-start]"));
}

function selectedSpan() {
  const selection = getSelection();
  if (!exhibit || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const root = [document.getElementById("record"), exhibit.querySelector("svg.page")].find(
    (one) => one && range.intersectsNode(one) && one.contains(range.commonAncestorContainer),
  );
  if (!root) return null;
  const touched = anchored(root).filter((one) => range.intersectsNode(one));
  if (!touched.length) return null;
  const first = touched[0], last = touched[touched.length - 1];
  const begin = Number(first.dataset.start), final = Number(last.dataset.start);
  const start = first.contains(range.startContainer)
    ? begin + codePoints(before(first, range.startContainer, range.startOffset)) : begin;
  const end = last.contains(range.endContainer)
    ? final + codePoints(before(last, range.endContainer, range.endOffset)) : final + codePoints(last.textContent);
  return start < end ? [start, end] : null;
}

// The words of a span as the text of record has them.
function quotation(start, end) {
  const lines = [...document.querySelectorAll("#record .text")].map((line) => line.textContent);
  return [...lines.join("\n")].slice(start, end).join("");
}

function trimmed([start, end]) {
  const signs = [...quotation(start, end)];
  let first = 0, last = signs.length;
  while (first < last && /\s/.test(signs[first])) first += 1;
  while (last > first && /\s/.test(signs[last - 1])) last -= 1;
  return first < last ? [start + first, start + last] : null;
}

function choose(span) {
  const [start, end] = span;
  const { sha, number, page } = exhibit.dataset;
  const words = quotation(start, end);
  const citation = `[ex${number}.${page}:${start}-${end}]`;
  const told = panel.querySelector("[data-span]");
  const numbers = document.createElement("bdi");
  numbers.dir = "ltr";
  numbers.textContent = `${start}–${end}`;
  const [lead, trail] = told.dataset.said.split("{place}");
  told.replaceChildren(lead, numbers, trail ?? "");
  panel.querySelector("[data-quotation]").textContent = words;
  panel.querySelector("[data-citation-text]").textContent = citation;
  panel.querySelector("[data-citation]").dataset.citation = citation;
  document.querySelectorAll("[data-passage]").forEach((input) => { input.value = `${sha}:${page}:${start}-${end}`; });
  follow(words);
  panel.querySelectorAll("[data-value]").forEach((input) => { input.value = words; });
  panel.querySelector("[name=start]").value = start;
  panel.querySelector("[name=end]").value = end;
  panel.querySelector("[data-acts]").classList.remove("gone");
  panel.querySelector(".hint").classList.add("gone");
  const address = new URL(location.href);
  address.searchParams.set("page", page);
  address.searchParams.set("start", start);
  address.searchParams.set("end", end);
  history.replaceState(null, "", address);
}

// A letter's field that is open takes the words that are selected, unless something was typed into it.
function follow(words) {
  const editor = document.querySelector("[data-editor]");
  if (!editor) return;
  editor.querySelector("[data-place-words]").textContent = words;
  const field = editor.querySelector("[data-follow]");
  if (field && !field.dataset.typed) field.value = words;
}

document.addEventListener("input", (event) => { event.target.dataset.typed = "1"; });

if (exhibit && panel) {
  let pending = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      const span = selectedSpan();
      const tight = span && trimmed(span);
      if (tight) choose(tight);
    }, 120);
  });
  const here = document.querySelector("#record .selected, #record .hit");
  const scroller = here?.closest("section");
  if (here) scroller.scrollTop = here.offsetTop - scroller.offsetTop - scroller.clientHeight / 3;
}

async function copyCitation(button) {
  await navigator.clipboard.writeText(button.dataset.citation);
  const said = document.getElementById("said");
  said.textContent = said.dataset.copied;
}

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  const copying = target?.closest("[data-citation]");
  if (copying) copyCitation(copying);
  if (target?.closest("[data-keys]")) {
    event.preventDefault();
    showKeys();
  }
  if (target?.closest("[data-close]") && document.querySelector("dialog:modal")) {
    event.preventDefault();
    document.getElementById("keys").close();
  }
});

// A claim's words are asked for as soon as its form opens.
document.querySelector("[data-claim]")?.addEventListener("toggle", (event) => {
  if (event.target.open) event.target.querySelector("textarea").focus();
});

const singleSwitch = document.querySelector("[data-single-keys]");
if (singleSwitch) {
  singleSwitch.checked = !singleKeys();
  singleSwitch.addEventListener("change", () => {
    localStorage.setItem(SINGLE_KEYS, singleSwitch.checked ? "off" : "on");
    const said = document.getElementById("said");
    said.textContent = singleSwitch.checked ? said.dataset.keysoff : said.dataset.keyson;
  });
}

if (document.body.classList.contains("printview")) window.print();
