"use strict";
// The language of the address, else of the browser, else the first: chosen at once, so that no other is painted.
const root = document.documentElement, only = document.head.appendChild(document.createElement("style"));
const codes = root.dataset.languages.split(" ");
const inAddress = () => codes.find((code) => `${location.hash}-`.startsWith(`#${code}-`));
const choose = (code) => {
  root.lang = code;
  only.textContent = `[data-in]:not([data-in="${code}"]) { display: none; }`;
};
const wished = navigator.languages.map((name) => name.split("-")[0]);
choose(inAddress() || wished.find((code) => codes.includes(code)) || codes[0]);

const sheet = () => document.getElementById(root.lang);
let quiet;

function tell(text) {
  const live = document.querySelector(".status");
  clearTimeout(quiet);
  live.textContent = "";
  setTimeout(() => { live.textContent = text; }, 50); // a moment later, so that the same words are read out again
  quiet = setTimeout(() => { live.textContent = ""; }, 6000);
}

// Where the clipboard is not there, or not allowed, the older way; if that fails too, the text stays to be copied.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    area.setAttribute("aria-label", sheet().dataset.failed);
    document.body.append(area);
    area.select();
    if (!document.execCommand("copy")) {
      area.addEventListener("blur", () => area.remove());
      return false;
    }
    area.remove();
    return true;
  }
}

// The part of the page that is being read.
function reading() {
  const parts = [...sheet().querySelectorAll("main [id]")].filter((one) => one.getBoundingClientRect().height);
  return scrollY > 0 ? parts.filter((one) => one.getBoundingClientRect().top < innerHeight / 2).pop() : null;
}

function show(code) {
  const open = [...sheet().querySelectorAll("details")].map((one) => one.open);
  choose(code);
  document.title = sheet().dataset.title;
  sheet().querySelectorAll("details").forEach((one, i) => { one.open = open[i]; });
}

function change(code, focused) {
  const was = reading(), top = was?.getBoundingClientRect().top, id = was?.id.slice(root.lang.length);
  show(code);
  const place = was && document.getElementById(code + id);
  history.replaceState(null, "", place ? `#${place.id}` : `#${code}`);
  if (focused) sheet().querySelector(`[data-language="${code}"]`).focus({ preventScroll: true });
  if (place) scrollBy({ top: place.getBoundingClientRect().top - top, behavior: "instant" });
  tell(sheet().dataset.switched);
}

// To the place that the address names, opened if it is closed: it may have been hidden when the browser looked for it.
function arrive(behavior) {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place || place === sheet()) return;
  for (let part = place; part; part = part.parentElement) if (part.matches("details")) part.open = true;
  place.scrollIntoView({ behavior });
}

// A name is found without its marks, and by words in any order.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/-/g, " ");

function search(text) {
  const words = plain(text).split(" ");
  for (const list of document.querySelectorAll("ul.provinces")) {
    for (const one of list.children) one.hidden = !words.every((word) => plain(one.dataset.names).includes(word));
    const input = list.parentElement.querySelector("input"), found = list.parentElement.querySelector("output");
    if (input.value !== text) input.value = text;
    found.textContent = text && found.dataset.found.replace("{}", list.querySelectorAll("li:not([hidden])").length);
  }
}

addEventListener("input", (event) => search(event.target.value));
addEventListener("click", async (event) => {
  const link = event.target.closest("[data-language]"), button = event.target.closest("[data-copy]");
  if (link) {
    event.preventDefault();
    if (link.dataset.language !== root.lang) change(link.dataset.language, document.activeElement === link);
  } else if (button) {
    const done = await copy(button.dataset.copy);
    if (done) button.focus({ preventScroll: true });
    tell(done ? sheet().dataset.copied : sheet().dataset.failed);
  }
});
addEventListener("hashchange", () => {
  const code = inAddress();
  if (code && code !== root.lang) show(code);
  arrive("auto");
});
addEventListener("DOMContentLoaded", () => {
  show(root.lang);
  arrive("instant");
});
