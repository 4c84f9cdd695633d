// The editor: colours and completion of SQL. It stands in a shadow root, where its styles need no inline style element.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, insertBracket } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--sql-keyword)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--sql-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--sql-number)" },
  { tag: tags.comment, color: "var(--sql-comment)", fontStyle: "italic" },
]);

const LOOK = EditorView.theme({
  "&": { color: "inherit", backgroundColor: "transparent", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-content": { caretColor: "currentColor", minHeight: "6.5rem", fontFamily: "ui-monospace, Menlo, Consolas, monospace" },
  ".cm-gutters": { color: "inherit", backgroundColor: "transparent", border: "none" },
  ".cm-tooltip": { color: "CanvasText", backgroundColor: "Canvas", border: "1px solid", maxWidth: "min(30rem, 90vw)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "HighlightText", backgroundColor: "Highlight" },
});

// Text typed over a selection: left to itself the browser copies the look of what was there into an inline style. What is
// selected is asked of the page, since the editor hears of a new selection a moment later.
const OVER = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (event.inputType !== "insertText" || !event.data || view.composing) return false;
    const picked = view.root.getSelection?.() ?? document.getSelection();
    if (view.state.selection.main.empty && picked && !picked.isCollapsed && view.contentDOM.contains(picked.anchorNode) && view.contentDOM.contains(picked.focusNode)) {
      const anchor = view.posAtDOM(picked.anchorNode, picked.anchorOffset);
      view.dispatch({ selection: { anchor, head: view.posAtDOM(picked.focusNode, picked.focusOffset) } });
    }
    if (view.state.selection.main.empty) return false;
    const wrapped = event.data.length === 1 && insertBracket(view.state, event.data);
    view.dispatch(wrapped || view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    event.preventDefault();
    return true;
  },
});

export function editor(place, label, schema, run) {
  const root = place.attachShadow({ mode: "open" });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      extensions: [
        keymap.of([
          { key: "Mod-Enter", run: () => (run(), true) },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap,
        ]),
        lineNumbers(),
        history(),
        bracketMatching(),
        closeBrackets(),
        autocompletion(),
        sql({ dialect: PostgreSQL, schema, upperCaseKeywords: true }),
        syntaxHighlighting(COLOURS),
        OVER,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label }),
        LOOK,
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    insert(text) {
      view.dispatch(view.state.replaceSelection(text));
      view.focus();
    },
  };
}
