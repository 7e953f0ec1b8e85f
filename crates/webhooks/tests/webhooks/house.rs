//! A firm whose subscriptions are stored.

use std::sync::Arc;

use tenon_model::{Clock, Origin, Random, Scope};
use tenon_oauth::{MasterKey, Vault};
use tenon_operations::WebhookDesk as _;
use tenon_store::{
    Client, Commit, Delivery, DeliveryState, OAuthWrite, SubscriptionState, WebhookSubscription,
    WebhookWrite, Write,
};
use tenon_testkit::SeededRandom;
use tenon_webhooks::{Desk, Guard, Keys, Secret, Sender, SenderConfig};

use super::support::{HOME, World};

/// The app that subscribes; its events are told as [`APP`](super::support::APP)'s.
pub(crate) const CLIENT: &str = "65f0app-suffix";

pub(crate) struct House {
    pub(crate) world: World,
    pub(crate) vault: Arc<Vault>,
    pub(crate) keys: Keys,
    pub(crate) sender: Arc<Sender>,
    desk: Desk,
}

/// Has a subscription speak Standard Webhooks.
pub(crate) fn standard(it: &mut WebhookSubscription) {
    it.format = "standard".into();
}

impl House {
    pub(crate) async fn new(world: World) -> Self {
        let random: Arc<dyn Random> = Arc::new(SeededRandom::new(5));
        let key = MasterKey::parse(&MasterKey::generate(&*random)).unwrap();
        let vault = Arc::new(Vault::new(key, Arc::clone(&random)));
        let keys = Keys::open(&world.store, &vault, &*random, world.clock.now());
        let keys = keys.await.unwrap();
        let guard = Guard::new(true);
        let sender = sender(&world, &vault, &keys, guard.clone());
        let desk = Desk {
            vault: Arc::clone(&vault),
            guard,
            keys: keys.clone(),
            random,
        };
        let house = Self {
            world,
            vault,
            keys,
            sender,
            desk,
        };
        let now = house.world.clock.now();
        house
            .oauth(OAuthWrite::Client(Client {
                id: CLIENT.into(),
                scopes: Scope::list(Scope::ALL),
                location_id: HOME.into(),
                created_at: now,
                ..Client::default()
            }))
            .await;
        house
    }

    /// Changes what stands about apps.
    pub(crate) async fn oauth(&self, write: OAuthWrite) {
        self.write(vec![Write::OAuth(Box::new(write))]).await;
    }

    /// Changes the app.
    pub(crate) async fn app(&self, with: impl FnOnce(&mut Client)) {
        let mut client = self.world.store.client(CLIENT).await.unwrap().unwrap();
        with(&mut client);
        self.oauth(OAuthWrite::Client(client)).await;
    }

    /// With another judge of where webhooks may go.
    pub(crate) fn guarded(mut self, guard: Guard) -> Self {
        self.sender = sender(&self.world, &self.vault, &self.keys, guard);
        self
    }

    async fn write(&self, writes: Vec<Write>) {
        let commit = Commit {
            location: HOME.into(),
            at: self.world.clock.now(),
            origin: Origin::new(("token", "t1", "Office"), "api", ("request", "r1")),
            fence: None,
            writes,
        };
        self.world.store.commit(commit).await.unwrap();
    }

    /// The world's receiver is told these events from now on.
    pub(crate) async fn subscribe(&self, id: &str, events: &[&str]) {
        self.subscribe_as(id, events, |_| {}).await;
    }

    pub(crate) async fn subscribe_as(
        &self,
        id: &str,
        events: &[&str],
        with: impl FnOnce(&mut WebhookSubscription),
    ) -> Option<Secret> {
        let now = self.world.clock.now();
        let mut it = WebhookSubscription {
            location_id: HOME.into(),
            id: id.into(),
            client_id: CLIENT.into(),
            url: self.world.receiver.url.clone(),
            events: events.iter().map(|event| (*event).to_owned()).collect(),
            format: "highlevel".into(),
            state: SubscriptionState::Active,
            reason: String::new(),
            failing_since: None,
            version: 0,
            created_at: now,
            updated_at: now,
        };
        with(&mut it);
        let cursor = Write::Cursor {
            name: self.desk.name(id),
            from: None,
            to: self.world.store.last_seq(HOME).await.unwrap().to_string(),
        };
        let standard = it.format == "standard";
        let mut writes = vec![
            cursor,
            Write::Webhook(WebhookWrite::Subscription(Box::new(it))),
        ];
        if !standard {
            self.write(writes).await;
            return None;
        }
        let (text, keep) = self.desk.secret(HOME, id, 0).unwrap();
        let sealed = keep.clone();
        writes.push(keep);
        self.write(writes).await;
        let Write::Secret { name, sealed, .. } = sealed else {
            panic!("no secret");
        };
        let secret = Secret::new(self.vault.open(HOME, &name, &sealed).unwrap());
        assert_eq!(secret.to_text(), text);
        Some(secret)
    }

    pub(crate) async fn subscription(&self, id: &str) -> WebhookSubscription {
        let found = self.world.store.webhook_subscription(HOME, id).await;
        found.unwrap().unwrap()
    }

    pub(crate) async fn change(&self, id: &str, with: impl FnOnce(&mut WebhookSubscription)) {
        let mut it = self.subscription(id).await;
        with(&mut it);
        let write = WebhookWrite::Subscription(Box::new(it));
        self.write(vec![Write::Webhook(write)]).await;
    }

    pub(crate) async fn delivery(&self, id: &str) -> Delivery {
        self.world.store.delivery(HOME, id).await.unwrap().unwrap()
    }

    pub(crate) async fn deliveries(&self, id: &str, state: DeliveryState) -> Vec<Delivery> {
        let store = &self.world.store;
        let found = store.deliveries_after(HOME, id, state, (0, ""), 1_000);
        found.await.unwrap()
    }

    /// As the operation does it.
    pub(crate) async fn replay(&self, delivery: &Delivery) {
        let again = self.desk.again(delivery, self.world.clock.now());
        let noted = WebhookWrite::Again(vec![delivery.id.clone()]);
        self.write(vec![again, Write::Webhook(noted)]).await;
    }

    /// Jobs that wait.
    pub(crate) async fn waiting(&self, id: &str) -> i64 {
        let queue = self.desk.name(id);
        let depth = self.world.store.queue_depth(HOME, &queue).await;
        depth.unwrap().waiting
    }

    pub(crate) async fn step(&self) -> usize {
        self.sender.step().await.unwrap()
    }
}

fn sender(world: &World, vault: &Arc<Vault>, keys: &Keys, guard: Guard) -> Arc<Sender> {
    let config = SenderConfig::stored(Arc::clone(vault), keys.clone(), guard, "node");
    world.sender_on(&world.store, config, 1)
}
