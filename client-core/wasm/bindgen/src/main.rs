//! `wasm-bindgen-helper MODULE.wasm FOLDER`: writes the module and its JavaScript and TypeScript sides into FOLDER.
//!
//! In place of the `wasm-bindgen` command, whose own lock file does not install with a current Rust.

use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [module, folder] = arguments.as_slice() else {
        eprintln!("usage: wasm-bindgen-helper MODULE.wasm FOLDER");
        return ExitCode::from(2);
    };
    match generate(module, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-bindgen-helper: {module}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(module: &str, folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    let mut bindgen = Bindgen::new();
    // `web`: plain ES modules. The default path of the module is kept because the page's bundler finds the .wasm by
    // that `new URL(…, import.meta.url)` and gives it its hashed name.
    bindgen.input_path(module).web(true)?.typescript(true).omit_default_module_path(false).generate(folder)?;
    Ok(())
}
