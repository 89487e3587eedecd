"use strict";
// n and p lead to the next doubtful row and back; everything else works without a script.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || !["n", "p"].includes(event.key)) return;
  const rows = [...document.querySelectorAll(".row.doubtful")];
  const at = rows.indexOf(document.activeElement);
  const next = rows[event.key === "n" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)];
  if (next) { next.focus({ preventScroll: true }); next.scrollIntoView({ block: "center" }); }
});
