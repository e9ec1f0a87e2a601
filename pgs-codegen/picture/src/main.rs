//! `pgs-picture FOLDER`: draws the graphs that it reads, one a line, into the folder.

use std::error::Error;
use std::io::BufRead as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use pgs_picture::{Drawing, Painter};

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1) else {
        eprintln!("usage: pgs-picture FOLDER < DRAWINGS");
        return ExitCode::from(2);
    };
    match draw(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn draw(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut painter = Painter::new()?;
    for line in io::stdin().lock().lines() {
        let drawing = Drawing::of_line(&line?)?;
        let picture = painter.draw(&drawing.graph).map_err(|error| format!("{}: {error}", drawing.graph.workflow))?;
        for (extension, content) in picture.files() {
            let path = folder.join(&drawing.stem).with_extension(extension);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            fs::write(path, content)?;
        }
    }
    Ok(())
}
