//! Runs of everything, and the brake.

use serde_json::{Value, json};
use tenon_model::{Action, Kind};
use tenon_operations::{
    brake::{self, Brake},
    runs::stand,
};
use tenon_store::{RunKind, RunState, RunWrite, SyncRun, Write};

use super::house::House;
use crate::simulation::{peer::Person, world::at_once};

/// More than go without a question.
const MANY: usize = 30;

impl House {
    /// Contacts with a task each, on both sides.
    fn settled(many: usize) -> Self {
        let mut house = Self::braked();
        for number in 0..many {
            let email = format!("c{number}@example.org");
            let contact = house.contact(json!({"email": email, "city": "Austin"}));
            let due = json!({"title": format!("Call {number}"), "dueDate": "2026-12-01T09:00:00Z",
                "completed": false});
            house.call("create-task", &contact, due);
        }
        house.sync();
        house.sweep();
        assert_eq!(house.people().len(), many);
        house.quiet();
        house
    }

    /// Nobody is told of what happened.
    fn quiet(&self) {
        self.0.remote.peer().events.clear();
    }

    fn runs(&self) -> Vec<SyncRun> {
        at_once(self.0.store.runs(&self.0.location.id, None, 100)).unwrap()
    }

    /// Sweeps as a node does, until nothing is left that may be done without a person.
    fn sweep_until_asked(&mut self) {
        let engine = self.0.engine();
        finish(engine.sweep_everything()).unwrap();
        for _ in 0..1_000 {
            let more = finish(engine.sweep()).unwrap();
            // What waits for a person waits for ever.
            for job in finish(engine.claim(100)).unwrap() {
                finish(engine.work(job)).unwrap();
            }
            if !more {
                return;
            }
        }
        panic!("the sweep does not end");
    }

    fn commit(&self, write: Write) {
        at_once(self.0.store.commit(self.0.cx.commit(vec![write]))).unwrap();
    }

    /// A person's word about the brake.
    fn say(&self, yes: bool) {
        let name = brake::cursor(&self.0.connection.id);
        let from = at_once(self.0.store.cursor(&self.0.location.id, &name)).unwrap();
        let mut kept: Brake = serde_json::from_str(from.as_deref().unwrap()).unwrap();
        kept.say(yes, tenon_model::Clock::now(&*self.0.clock));
        let to = serde_json::to_string(&kept).unwrap();
        self.commit(Write::Cursor { name, from, to });
    }

    /// The run that asks.
    fn braked_run(&self) -> SyncRun {
        let runs = self.runs().into_iter();
        let mut braked = runs.filter(|run| run.state == RunState::Braked);
        let run = braked.next().expect("a run asks");
        assert!(braked.next().is_none());
        run
    }

    /// A person's word about the run that asks.
    fn decide(&self, yes: bool) {
        let run = self.braked_run();
        let (mut stand, report) = stand::of(&run);
        stand.phase = if yes {
            stand::Phase::LetGo
        } else {
            stand::Phase::Forget
        };
        let run = SyncRun {
            state: RunState::Running,
            ..run
        };
        let run = stand::with(run, &stand, &report);
        self.commit(Write::Run(RunWrite::Save(Box::new(run))));
    }

    fn tasks(&self) -> usize {
        let (location, kind) = (&self.0.location.id, Kind::Task);
        let tasks = at_once(self.0.store.records_after(location, kind, "", 1_000));
        tasks.unwrap().len()
    }
}

/// Polls until it is done.
pub(super) fn finish<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    for _ in 0..1_000_000 {
        if let std::task::Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
    panic!("it does not end");
}

#[test]
fn empty_lists_of_tasks_empty_nothing_beyond_what_may_go() {
    let mut house = House::settled(MANY);
    for person in house.0.remote.peer().people.values_mut() {
        person.children.clear();
    }
    house.sweep_until_asked();
    // Of sixty records that are linked, twenty may go within an hour.
    assert_eq!(house.tasks(), MANY - 20);
    let reviews = house.reviews();
    assert_eq!(reviews.len(), 1, "{reviews:?}");
    assert_eq!(reviews[0].detail["type"], "brake");
    // They wait, however long nobody says a word, and a restart changes nothing.
    house.0.crash();
    house.later(jiff::SignedDuration::from_hours(30));
    house.take_lease();
    house.sweep_until_asked();
    assert_eq!(house.tasks(), MANY - 20);
    assert_eq!(house.reviews().len(), 1);
    house.say(false);
    house.later(jiff::SignedDuration::from_mins(1));
    house.take_lease();
    house.sync();
    assert_eq!(house.tasks(), MANY - 20, "what a person kept stays");
    house.say(true);
    house.sweep();
    assert_eq!(house.tasks(), 0);
}

#[test]
fn a_list_of_contacts_that_is_suddenly_empty_parts_nobody() {
    let mut house = House::settled(MANY);
    let people = std::mem::take(&mut house.0.remote.peer().people);
    house.sweep_until_asked();
    let run = house.braked_run();
    assert_eq!(run.kind, RunKind::Deep);
    let (_, report) = stand::of(&run);
    assert_eq!((report.counts.there, report.counts.gone), (0, Some(30)));
    assert_eq!(report.asks.len(), 1, "{:?}", report.asks);
    assert!(house.log(Action::Unlink).is_empty());
    assert_eq!(house.reviews()[0].detail["runId"], run.id);
    house.0.remote.peer().people = people;
    house.decide(false);
    house.sweep();
    let states: Vec<RunState> = house.runs().iter().map(|run| run.state).collect();
    assert!(states.contains(&RunState::Abandoned), "{states:?}");
    assert!(house.log(Action::Unlink).is_empty());
    assert_eq!(house.tasks(), MANY);
}

#[test]
fn when_most_has_changed_a_person_is_asked_first() {
    let mut house = House::settled(60);
    for (id, _) in house.people() {
        house.edit_there(&id, json!({"city": "Dallas"}));
    }
    house.quiet();
    let changed = |house: &House| {
        let updates = house.log(Action::Update);
        let city = |change: &&tenon_model::Change| {
            change.fields.iter().any(|field| field.after == "Dallas")
        };
        updates.iter().filter(city).count()
    };
    house.sweep_until_asked();
    assert_eq!(changed(&house), 0);
    assert!(
        house.reviews()[0].reasons[0].contains("60 of 60"),
        "{:?}",
        house.reviews()
    );
    house.decide(true);
    house.sweep();
    assert_eq!(changed(&house), 60);
    let asked = |run: &SyncRun| !stand::of(run).1.asks.is_empty();
    let run = house.runs().into_iter().find(asked).unwrap();
    assert_eq!(run.state, RunState::Done);
    let (_, report) = stand::of(&run);
    assert_eq!(report.progress.done, report.progress.total);
    let of_run = house.log(Action::Update);
    let of_run = of_run
        .iter()
        .filter(|change| change.origin.cause.kind == "run");
    assert!(of_run.count() >= 60, "what a run does carries its cause");
}

#[test]
fn a_first_run_goes_on_where_it_stood() {
    let mut house = House::braked();
    for number in 0..20 {
        let email = format!("there{number}@example.org");
        house.create_there(json!({"email": email}));
    }
    house.quiet();
    house.take_lease();
    let engine = house.0.engine();
    for _ in 0..4 {
        assert!(finish(engine.sweep()).unwrap());
    }
    let half = house.runs().remove(0);
    assert_eq!((half.kind, half.state), (RunKind::First, RunState::Running));
    let (_, report) = stand::of(&half);
    assert!((1..20).contains(&report.counts.there), "{report:?}");
    house.0.crash();
    house.later(jiff::SignedDuration::from_mins(2));
    house.take_lease();
    house.sweep_until_asked();
    let runs = house.runs();
    let run = runs.iter().find(|run| run.id == half.id).unwrap();
    let (_, report) = stand::of(run);
    assert_eq!(report.counts.there, 20, "no page is read twice");
    assert_eq!(run.state, RunState::Done);
    assert_eq!(report.did.created, 20);
    let location = &house.0.location.id;
    let count = at_once(
        house
            .0
            .store
            .records_after(location, Kind::Contact, "", 100),
    );
    assert_eq!(count.unwrap().len(), 20);
}

impl House {
    /// The living node takes the lease.
    pub(super) fn take_lease(&self) {
        let until = tenon_model::Clock::now(&*self.0.clock) + jiff::SignedDuration::from_mins(1);
        assert!(finish(self.0.engine().lease(until)).unwrap());
    }

    /// Somebody over there, and what belongs to them, is not there any more.
    pub(super) fn lose(&self, id: &str) -> Option<Person> {
        self.0.remote.peer().people.remove(id)
    }
}

/// The value of a JSON document at a path.
pub(super) fn at<'a>(value: &'a Value, path: &str) -> &'a Value {
    value.pointer(path).unwrap_or(&Value::Null)
}
