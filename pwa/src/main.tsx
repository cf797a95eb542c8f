import "./styles.css";
import "./lib/theme";
import { render } from "preact";
import { registerSW } from "virtual:pwa-register";
import { App } from "./app";

registerSW({ immediate: true });
const root = document.getElementById("app");
if (root) render(<App />, root);
