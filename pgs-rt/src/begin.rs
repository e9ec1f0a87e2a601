//! How a run begins: with a trace, without one, or along a recorded one.

use std::sync::{Arc, Mutex, OnceLock};

use pgs_store::{Scope, Session};
use pgs_trace::{ROOT, TraceError, TraceFile};

use crate::journal::{FileJournal, NoJournal, Replay, ReplayJournal};
use crate::run::{Progress, Shared};
use crate::runs::NamedRun;
use crate::{Admission, Context, Map, Run, SystemSources, Value, Waits, Workflow};

impl Workflow {
    /// Begins a run: creates its trace.
    pub fn begin(&self, context: &Context, payload: &Map<String, Value>) -> Result<Run, TraceError> {
        self.begin_in(self.shared(context), context, payload)
    }

    /// The same with an id of its caller, and with the session in which that was looked up.
    pub(crate) fn begin_named(
        &self,
        context: &Context,
        payload: &Map<String, Value>,
        named: NamedRun,
        session: Box<dyn Session>,
    ) -> Result<Run, TraceError> {
        let run = self.begin_in(Shared { named: Some(named), ..self.shared(context) }, context, payload)?;
        run.takes_over(session);
        Ok(run)
    }

    fn begin_in(&self, shared: Shared, context: &Context, payload: &Map<String, Value>) -> Result<Run, TraceError> {
        let file = Arc::new(TraceFile::create(&context.traces, self.id, payload, &*context.sources)?);
        let notes = file.notes().to_vec();
        let journal = FileJournal::new(file, Arc::clone(&shared.redaction), ROOT);
        let run = Run::new(shared, Box::new(journal));
        run.note(notes);
        Ok(run)
    }

    /// Begins a run that leaves no trace: for measuring what a trace costs.
    pub fn begin_untraced(&self, context: &Context) -> Run {
        Run::new(self.shared(context), Box::new(NoJournal))
    }

    /// Begins the repetition of a recorded run.
    pub(crate) fn follow(&self, replay: &Arc<Replay>, admission: Admission) -> Run {
        let redaction = Arc::new(self.redaction().repeating());
        let journal = ReplayJournal::new(Arc::clone(replay), Arc::clone(&redaction), ROOT);
        let shared = Shared {
            workflow: self.id,
            protocol: self.protocol,
            redaction,
            admission,
            state: None,
            scope: Scope::Operations,
            waits: Waits::Run,
            sources: Arc::new(SystemSources),
            answers: None,
            named: None,
            notes: Mutex::default(),
            damage: OnceLock::new(),
            progress: Progress::default(),
        };
        Run::new(shared, Box::new(journal))
    }

    /// What the run shares with those that it starts.
    fn shared(&self, context: &Context) -> Shared {
        Shared {
            workflow: self.id,
            protocol: self.protocol,
            redaction: Arc::new(self.redaction()),
            admission: context.admission,
            state: Some(context.state.clone()),
            scope: self.scope(context.isolation),
            waits: context.waits,
            sources: Arc::clone(&context.sources),
            answers: context.answers.clone(),
            named: None,
            notes: Mutex::default(),
            damage: OnceLock::new(),
            progress: Progress::default(),
        }
    }
}
