import { mount } from "svelte";
import App from "./App.svelte";
import init, { version } from "./wasm/client_core_wasm";

const target = document.getElementById("app");
if (!target) throw new Error("index.html has no #app");

await init();
mount(App, { target, props: { version: version() } });
