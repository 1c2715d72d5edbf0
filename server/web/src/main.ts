import "@fontsource-variable/noto-sans";
import "@fontsource-variable/noto-sans-sc";
import "@fontsource-variable/noto-serif";
import "@fontsource-variable/noto-serif-sc";
import { mount } from "svelte";
import App from "./App.svelte";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/document.css";
import "./styles/brackets.css";
import "./styles/alternatives.css";
import "./styles/proposals.css";
import "./styles/print.css";

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");

// Development of the page alone: `?alone` answers everything from a fixture. Not in the shipped bundle.
if (import.meta.env.DEV && new URLSearchParams(location.search).has("alone")) {
  const { standAlone } = await import("./dev/alone");
  standAlone();
}

mount(App, { target });
