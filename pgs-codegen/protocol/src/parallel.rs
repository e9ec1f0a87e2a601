//! Work on many items, on all processors.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many items make another thread worth its start.
const WORTH_A_THREAD: usize = 4;

/// What `work` makes of each item, in this order, or an error of one of them. Each thread prepares itself once.
pub fn map<'i, I: Sync, T, O: Send, E: Send>(
    items: &'i [I],
    prepare: impl Fn() -> Result<T, E> + Sync,
    work: impl Fn(&mut T, &'i I) -> Result<O, E> + Sync,
) -> Result<Vec<O>, E> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(items.len() / WORTH_A_THREAD + 1);
    let next = AtomicUsize::new(0);
    let on_this_thread = || {
        let mut prepared = prepare()?;
        let mut done = Vec::new();
        loop {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(n) else { return Ok::<_, E>(done) };
            done.push((n, work(&mut prepared, item)?));
        }
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(on_this_thread)).collect();
        let mut done = on_this_thread()?;
        for other in others {
            done.extend(other.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked))?);
        }
        Ok::<_, E>(done)
    })?;
    done.sort_by_key(|(n, _)| *n);
    Ok(done.into_iter().map(|(_, output)| output).collect())
}
