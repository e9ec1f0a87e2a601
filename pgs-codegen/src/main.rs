//! `pgs-codegen`
fn main() {
    let mut d = pgs_codegen::diagnostic::Diagnostics::default();
    let t = std::time::Instant::now();
    let s = pgs_codegen::snapshot::read(std::path::Path::new(&std::env::args().nth(1).unwrap()), &mut d);
    println!("{:?} {}", t.elapsed(), s.map_or(0, |s| s.artifacts.len()));
    print!("{}", pgs_codegen::report::render(&d, false));
}
