import "./styles.css";
import { render } from "preact";
import { registerSW } from "virtual:pwa-register";
import { App } from "./app";
import { applyTheme } from "./lib/theme";

applyTheme();
registerSW({ immediate: true });
const root = document.getElementById("app");
if (root) render(<App />, root);
