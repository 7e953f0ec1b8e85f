// Made by scripts/console types from /openapi.json. Do not edit.
export interface paths {
    "/contacts/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List contacts, newest first (old; search them instead)
         * @description Not in the v3 dialect.
         */
        get: operations["get-contacts"];
        put?: never;
        /** Create a contact */
        post: operations["create-contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a contact */
        get: operations["get-contact"];
        /** Change fields of a contact */
        put: operations["update-contact"];
        post?: never;
        /** Delete a contact with its tasks and notes */
        delete: operations["delete-contact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/upsert": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a contact, or change the one with this e-mail or phone */
        post: operations["upsert-contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Search contacts */
        post: operations["search-contacts-advanced"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/search/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find the contact with this e-mail or phone */
        get: operations["get-duplicate-contact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add tags to a contact */
        post: operations["add-tags"];
        /** Take tags away from a contact */
        delete: operations["remove-tags"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let users follow a contact */
        post: operations["add-followers-contact"];
        /** Let users no longer follow a contact */
        delete: operations["remove-followers-contact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/campaigns/{campaignId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a contact in a campaign */
        post: operations["add-contact-to-campaign"];
        /** Take a contact out of a campaign */
        delete: operations["remove-contact-from-campaign"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/campaigns/removeAll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a contact out of all campaigns */
        delete: operations["remove-contact-from-every-campaign"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/campaigns/remove-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a contact out of all campaigns */
        delete: operations["remove-contact-from-every-campaign-v3"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/workflow/{workflowId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a contact in a workflow */
        post: operations["add-contact-to-workflow"];
        /** Take a contact out of a workflow */
        delete: operations["delete-contact-from-workflow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/bulk/tags/update/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add tags to up to 500 contacts, or take them away */
        post: operations["create-association"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/bulk/business": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let up to 500 contacts belong to a business, or to none */
        post: operations["add-remove-contact-from-business"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/business/{businessId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the contacts of a business, by name */
        get: operations["get-contacts-by-businessId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tasks of a contact */
        get: operations["get-all-tasks"];
        put?: never;
        /** Create a task for a contact */
        post: operations["create-task"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/tasks/{taskId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a task */
        get: operations["get-task"];
        /** Change a task */
        put: operations["update-task"];
        post?: never;
        /** Delete a task */
        delete: operations["delete-task"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/tasks/{taskId}/completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Complete a task, or open it again */
        put: operations["update-task-completed"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the notes of a contact */
        get: operations["get-all-notes"];
        put?: never;
        /** Create a note on a contact */
        post: operations["create-note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/notes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a note */
        get: operations["get-note"];
        /** Change a note */
        put: operations["update-note"];
        post?: never;
        /** Delete a note */
        delete: operations["delete-note"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/businesses/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the businesses, oldest first */
        get: operations["get-businesses-by-location"];
        put?: never;
        /** Create a business */
        post: operations["create-business"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/businesses/{businessId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a business */
        get: operations["get-business"];
        /** Change fields of a business */
        put: operations["update-business"];
        post?: never;
        /** Delete a business; its contacts stay, and belong to none */
        delete: operations["delete-Business"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users of the location, oldest first
         * @description Not in the v3 dialect.
         */
        get: operations["get-user-by-location"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search users by name, e-mail or phone */
        get: operations["search-users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a user */
        get: operations["get-user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who each user is in a connected system */
        get: operations["list-user-pairs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say who a user is in a connected system; null: nobody */
        put: operations["set-user-pair"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendars/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the calendars */
        get: operations["get-calendars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendars/{calendarId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a calendar */
        get: operations["get-calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations/{locationId}/customFields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the custom fields, in their order */
        get: operations["get-custom-fields"];
        put?: never;
        /** Create a custom field */
        post: operations["create-custom-field"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations/{locationId}/customFields/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a custom field */
        get: operations["get-custom-field"];
        /** Rename a custom field, or change how it is shown */
        put: operations["update-custom-field"];
        post?: never;
        /** Delete a custom field; contacts keep what they hold in it */
        delete: operations["delete-custom-field"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendars/events/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an appointment with a contact */
        post: operations["create-appointment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendars/events/appointments/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an appointment */
        get: operations["get-appointment"];
        /** Change an appointment */
        put: operations["edit-appointment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendars/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete an appointment */
        delete: operations["delete-event"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendars/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the appointments of a calendar or user that begin in a span of time */
        get: operations["get-calendar-events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contacts/{contactId}/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the appointments of a contact, oldest first */
        get: operations["get-appointments-for-contact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opportunities/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an opportunity for a contact */
        post: operations["create-opportunity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opportunities/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search opportunities, newest first */
        get: operations["search-opportunity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opportunities/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the pipelines with their stages */
        get: operations["get-pipelines"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opportunities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an opportunity */
        get: operations["get-opportunity"];
        /** Change an opportunity */
        put: operations["update-opportunity"];
        post?: never;
        /** Delete an opportunity */
        delete: operations["delete-opportunity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/opportunities/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say how an opportunity stands */
        put: operations["update-opportunity-status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/campaigns/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the campaigns */
        get: operations["get-campaigns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the workflows */
        get: operations["get-workflow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/locations/{locationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a location and its settings */
        get: operations["get-location"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell which location the token sees */
        get: operations["get-access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/contacts/{contactId}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tasks, notes, changes, imports and pushes of a contact, newest first */
        get: operations["get-contact-timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what sources held and what became of it, newest first */
        get: operations["list-imports"];
        put?: never;
        /** Import a file (.eml, .mbox, .csv, .xlsx, .zip, .ics), or say what an import would do */
        post: operations["create-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/imports/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a source item with its raw text */
        get: operations["get-import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List connected systems and how their queues stand */
        get: operations["list-connections"];
        put?: never;
        /** Connect HighLevel by a private token, or add ways in from Houzz Pro; each is tried first */
        post: operations["create-connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List where a contact, its tasks and its notes stand in a connected system */
        get: operations["list-links"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List mailboxes, calendars and how they fare, and how fast leads come in */
        get: operations["list-channels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to connect HighLevel: answers the address a person opens, once, within 30 minutes */
        post: operations["begin-connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connection-apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the apps that connections can be made by */
        get: operations["list-connection-apps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the tasks of all contacts by their last change, for polling */
        get: operations["list-changed-tasks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the notes of all contacts by their last change, for polling */
        get: operations["list-changed-notes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/appointments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the appointments of all contacts by their last change, for polling */
        get: operations["list-changed-appointments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the changes of all records with who made them and why, newest or oldest first */
        get: operations["list-changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Follow changes as they happen (server-sent events) */
        get: operations["stream-events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List who may sign in to the location, with their roles */
        get: operations["list-people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how everything stands: leads by day, changes by hour, speed to lead, queues, proofs */
        get: operations["get-overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs of the sync, newest first */
        get: operations["list-sync-runs"];
        put?: never;
        /** Ask for a run of the sync: full, deep, or only a plan or a proof that both sides agree */
        post: operations["create-sync-run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a run of the sync: its progress, what it found and what it did */
        get: operations["get-sync-run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-runs/{runId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a run that has stopped and asks go on, or end it */
        post: operations["decide-sync-run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/brake": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let records go that a connection's brake holds, or keep them */
        post: operations["decide-brake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/webhook-subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the webhook subscriptions of the location */
        get: operations["list-webhook-subscriptions"];
        put?: never;
        /** Subscribe to events; answers the secret of a standard subscription, once */
        post: operations["create-webhook-subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/webhook-subscriptions/{subscriptionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook subscription and how its queue stands */
        get: operations["get-webhook-subscription"];
        /** Change a webhook subscription, disable it, or make it active again */
        put: operations["update-webhook-subscription"];
        post?: never;
        /** Delete a webhook subscription with its deliveries */
        delete: operations["delete-webhook-subscription"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/webhook-subscriptions/{subscriptionId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a subscription's deliveries since a time again */
        post: operations["replay-webhook-subscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/webhook-deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook deliveries, newest first */
        get: operations["list-webhook-deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/webhook-deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook delivery: what was sent, what was answered, and when */
        get: operations["get-webhook-delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/webhook-deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a webhook delivery again, with the same id and bytes */
        post: operations["replay-webhook-delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/webhook-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the public keys that webhooks are signed with */
        get: operations["list-webhook-keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/outlet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get how a connection is written to: what is handed off, and what is a person's work */
        get: operations["get-connection-outlet"];
        /** Change how a connection is written to; catch hooks are kept sealed */
        put: operations["update-connection-outlet"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what can be done with each field over there, by which channel, and the last proof */
        get: operations["get-connection-capabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/import-file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what a file for a manual import would hold, or with download=true the file */
        get: operations["get-connection-import-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/handoffs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List hand-offs, oldest first */
        get: operations["list-handoffs"];
        put?: never;
        /** Hand a contact off as a lead or project, once */
        post: operations["create-handoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/handoffs/{handoffId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a hand-off: what was sent, and what was seen back */
        get: operations["get-handoff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/handoffs/{handoffId}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide a hand-off that is unknown or failed: it arrived, send it again, or never */
        post: operations["decide-handoff"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/work-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what only a person can do over there, oldest first */
        get: operations["list-work-items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/work-items/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Tick a work item off, or open it again */
        put: operations["update-work-item"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/calendar-feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the calendar feeds of the location, without their addresses */
        get: operations["list-calendar-feeds"];
        put?: never;
        /** Make an address that a calendar can subscribe to; it is told once */
        post: operations["create-calendar-feed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/calendar-feeds/{feedId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a calendar feed: its address answers nobody any more */
        delete: operations["delete-calendar-feed"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/undos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List undos, newest first */
        get: operations["list-undos"];
        put?: never;
        /** Take back what an import, a run, a rule, a merge, a decision, an undo or one change did */
        post: operations["create-undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/undos/{undoId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an undo: what it did, and what it could not do */
        get: operations["get-undo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what needs a person: unclear sources, refused records, doubtful matches */
        get: operations["list-conflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/conflicts/{conflictId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one with both sides' values, its source as it came, and what can be decided */
        get: operations["get-conflict"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/conflicts/{conflictId}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide one, or all that are alike, and remember the decision as a rule if asked */
        post: operations["decide-conflict"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/conflict-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the rules made of decisions */
        get: operations["list-conflict-rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/conflict-rules/{ruleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Forget a rule; what it decided stays, and can be undone */
        delete: operations["delete-conflict-rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look through all contacts for those that may be one person, and propose to merge them */
        post: operations["find-duplicates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List merges, newest first */
        get: operations["list-merges"];
        put?: never;
        /** Make two contacts one: values by rule, all e-mails, phones and tags, tasks and notes */
        post: operations["create-merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the sync of a connection rest, whole or for one kind of record */
        post: operations["pause-connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/connections/{connectionId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the sync of a connection go on; what changed meanwhile follows */
        post: operations["resume-connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/contacts/{contactId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Leave a contact with its tasks and notes out of the sync for now */
        post: operations["pause-contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/contacts/{contactId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a contact be synced again; what changed meanwhile follows */
        post: operations["resume-contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/pauses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what the sync leaves alone for now, who said so, and why */
        get: operations["list-pauses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/contacts/{contactId}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say where a contact stands at each connection, and why it is not in step */
        get: operations["get-contact-sync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the field map that is on, with its comments; the standard one where none was saved */
        get: operations["get-sync-map"];
        /** Save a field map as a draft, whole, and have its effect on real records looked at */
        put: operations["save-sync-map"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-map/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the versions of the field map, the newest first */
        get: operations["list-sync-map-versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-map/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a version of the field map with its preview */
        get: operations["get-sync-map-version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-map/versions/{version}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have a draft's effect on real records looked at again */
        post: operations["preview-sync-map-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenon/v1/sync-map/versions/{version}/switch-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Switch a version of the field map on; 0 is the standard one */
        post: operations["switch-on-sync-map-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    ContactCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event ContactCreate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-ContactCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    ContactUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event ContactUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-ContactUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    ContactDndUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event ContactDndUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-ContactDndUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    ContactTagUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event ContactTagUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-ContactTagUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    ContactDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event ContactDelete
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-ContactDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    NoteCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event NoteCreate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-NoteCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    NoteUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event NoteUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-NoteUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    NoteDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event NoteDelete
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-NoteDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    TaskCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event TaskCreate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-TaskCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    TaskUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event TaskUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-TaskUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    TaskComplete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event TaskComplete
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-TaskComplete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    TaskDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event TaskDelete
         * @description Signed with Ed25519 (X-GHL-Signature). Needs contacts.readonly.
         */
        post: operations["webhook-TaskDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    AppointmentCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event AppointmentCreate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs calendars/events.readonly.
         */
        post: operations["webhook-AppointmentCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    AppointmentUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event AppointmentUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs calendars/events.readonly.
         */
        post: operations["webhook-AppointmentUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    AppointmentDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event AppointmentDelete
         * @description Signed with Ed25519 (X-GHL-Signature). Needs calendars/events.readonly.
         */
        post: operations["webhook-AppointmentDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    OpportunityCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event OpportunityCreate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs opportunities.readonly.
         */
        post: operations["webhook-OpportunityCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    OpportunityUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event OpportunityUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs opportunities.readonly.
         */
        post: operations["webhook-OpportunityUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    OpportunityStageUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event OpportunityStageUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs opportunities.readonly.
         */
        post: operations["webhook-OpportunityStageUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    OpportunityStatusUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event OpportunityStatusUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs opportunities.readonly.
         */
        post: operations["webhook-OpportunityStatusUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    OpportunityMonetaryValueUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event OpportunityMonetaryValueUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs opportunities.readonly.
         */
        post: operations["webhook-OpportunityMonetaryValueUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    OpportunityAssignedToUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event OpportunityAssignedToUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs opportunities.readonly.
         */
        post: operations["webhook-OpportunityAssignedToUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    OpportunityDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event OpportunityDelete
         * @description Signed with Ed25519 (X-GHL-Signature). Needs opportunities.readonly.
         */
        post: operations["webhook-OpportunityDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    BusinessCreate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event BusinessCreate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs businesses.readonly.
         */
        post: operations["webhook-BusinessCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    BusinessUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event BusinessUpdate
         * @description Signed with Ed25519 (X-GHL-Signature). Needs businesses.readonly.
         */
        post: operations["webhook-BusinessUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    BusinessDelete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The event BusinessDelete
         * @description Signed with Ed25519 (X-GHL-Signature). Needs businesses.readonly.
         */
        post: operations["webhook-BusinessDelete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Contact: {
            id: string;
            locationId: string;
            name?: string;
            firstNameLowerCase?: string;
            lastNameLowerCase?: string;
            fullNameLowerCase?: string;
            emailLowerCase?: string;
            type: string;
            /** Format: date-time */
            dateAdded: string;
            /** Format: date-time */
            dateUpdated: string;
            firstName?: string;
            lastName?: string;
            email?: string;
            /** @description E.164 in answers */
            phone?: string;
            companyName?: string;
            address1?: string;
            city?: string;
            state?: string;
            postalCode?: string;
            /** @description ISO 3166-1 alpha-2, upper case in answers */
            country?: string;
            website?: string;
            timezone?: string;
            source?: string;
            /** @description YYYY-MM-DD, or a moment of it */
            dateOfBirth?: string;
            tags: string[];
            assignedTo?: string;
            gender?: string;
            dnd: boolean;
            /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
            dndSettings?: {
                [key: string]: {
                    /** @enum {string} */
                    status: "active" | "inactive" | "permanent";
                    message?: string;
                    code?: string;
                };
            };
            /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
            inboundDndSettings?: {
                [key: string]: {
                    /** @enum {string} */
                    status: "active" | "inactive";
                    message?: string;
                    code?: string;
                };
            };
            customFields: components["schemas"]["CustomFieldValue"][];
            additionalEmails?: string[];
            additionalPhones?: string[];
            businessId?: string;
            followers?: string[];
            campaigns?: string[];
            activeWorkflows?: string[];
        };
        FoundContact: {
            id: string;
            locationId: string;
            name?: string;
            firstNameLowerCase?: string;
            lastNameLowerCase?: string;
            fullNameLowerCase?: string;
            emailLowerCase?: string;
            type: string;
            /** Format: date-time */
            dateAdded: string;
            /** Format: date-time */
            dateUpdated: string;
            firstName?: string;
            lastName?: string;
            email?: string;
            /** @description E.164 in answers */
            phone?: string;
            companyName?: string;
            address?: string;
            city?: string;
            state?: string;
            postalCode?: string;
            /** @description ISO 3166-1 alpha-2, upper case in answers */
            country?: string;
            website?: string;
            timezone?: string;
            source?: string;
            /** @description YYYY-MM-DD, or a moment of it */
            dateOfBirth?: string;
            tags: string[];
            assignedTo?: string;
            gender?: string;
            dnd: boolean;
            /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
            dndSettings?: {
                [key: string]: {
                    /** @enum {string} */
                    status: "active" | "inactive" | "permanent";
                    message?: string;
                    code?: string;
                };
            };
            /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
            inboundDndSettings?: {
                [key: string]: {
                    /** @enum {string} */
                    status: "active" | "inactive";
                    message?: string;
                    code?: string;
                };
            };
            customFields: components["schemas"]["CustomFieldValue"][];
            additionalEmails?: string[];
            additionalPhones?: string[];
            businessId?: string;
            followers?: string[];
            campaigns?: string[];
            activeWorkflows?: string[];
            businessName?: string | null;
            /** @description Its place; send it for what comes after */
            searchAfter: unknown[];
        };
        CustomFieldValue: {
            id: string;
            value?: unknown;
            key?: string;
            name?: string;
            fieldKey?: string;
            fieldValue?: unknown;
        };
        Task: {
            id: string;
            contactId: string;
            title: string;
            body?: string;
            /** @description ISO 8601; UTC in answers */
            dueDate?: string;
            completed: boolean;
            assignedTo?: string;
        };
        Note: {
            id: string;
            contactId: string;
            /** Format: date-time */
            dateAdded: string;
            body: string;
            title?: string;
            color?: string;
            pinned?: boolean;
            userId?: string;
        };
        Business: {
            id: string;
            locationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            name: string;
            /** @description E.164 in answers */
            phone?: string;
            email?: string;
            website?: string;
            address?: string;
            city?: string;
            state?: string;
            postalCode?: string;
            /** @description ISO 3166-1 alpha-2, upper case in answers */
            country?: string;
            description?: string;
        };
        User: {
            id: string;
            name: string;
            roles: {
                type: string;
                role: string;
                locationIds: string[];
            };
            firstName?: string;
            lastName?: string;
            email?: string;
            /** @description E.164 in answers */
            phone?: string;
            extension?: string;
        };
        Campaign: {
            id: string;
            name: string;
            status: string;
            locationId: string;
        };
        Workflow: {
            id: string;
            name: string;
            status: string;
            version: number;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            locationId: string;
        };
        Appointment: {
            id: string;
            contactId: string;
            locationId: string;
            groupId: string;
            users: string[];
            isRecurring: boolean;
            assignedResources: string[];
            /** Format: date-time */
            dateAdded: string;
            /** Format: date-time */
            dateUpdated: string;
            calendarId: string;
            /** @description ISO 8601; UTC in answers */
            startTime: string;
            /** @description ISO 8601; UTC in answers */
            endTime: string;
            title: string;
            /** @enum {string} */
            appointmentStatus: "new" | "confirmed" | "cancelled" | "showed" | "noshow" | "invalid";
            assignedUserId?: string;
            description?: string;
            address?: string;
            notes?: string;
            /** @enum {string} */
            meetingLocationType?: "custom" | "zoom" | "gmeet" | "phone" | "address" | "ms_teams" | "google";
            meetingLocationId?: string;
        };
        Opportunity: {
            id: string;
            contactId: string;
            locationId: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            contact: {
                id: string;
                name: string;
                companyName?: string;
                email?: string;
                phone?: string;
                tags: string[];
            };
            customFields: components["schemas"]["CustomFieldValue"][];
            followers: string[];
            name: string;
            pipelineId: string;
            pipelineStageId: string;
            /** @enum {string} */
            status: "open" | "won" | "lost" | "abandoned";
            monetaryValue?: number;
            assignedTo?: string;
            source?: string;
            lostReasonId?: string;
        };
        Pipeline: {
            id: string;
            locationId: string;
            name: string;
            stages: {
                id: string;
                name: string;
                position: number;
            }[];
            showInFunnel: boolean;
            showInPieChart: boolean;
        };
        Calendar: {
            id: string;
            locationId: string;
            slotDurationUnit: string;
            name: string;
            description?: string;
            isActive: boolean;
            slotDuration: number;
            eventColor?: string;
        };
        CustomField: {
            id: string;
            locationId: string;
            model: string;
            name: string;
            fieldKey: string;
            /** @enum {string} */
            dataType: "TEXT" | "LARGE_TEXT" | "NUMERICAL" | "PHONE" | "MONETORY" | "CHECKBOX" | "SINGLE_OPTIONS" | "MULTIPLE_OPTIONS" | "DATE" | "TEXTBOX_LIST" | "FILE_UPLOAD" | "RADIO" | "EMAIL";
            placeholder?: string;
            position?: number;
            picklistOptions?: string[];
        };
        ChangedTask: {
            id: string;
            contactId: string;
            /** Format: date-time */
            dateAdded: string;
            /** Format: date-time */
            dateUpdated: string;
            deleted: boolean;
            locationId?: string;
            groupId?: string;
            users?: string[];
            isRecurring?: boolean;
            assignedResources?: string[];
            title?: string;
            body?: string;
            /** @description ISO 8601; UTC in answers */
            dueDate?: string;
            completed?: boolean;
            assignedTo?: string;
        };
        ChangedNote: {
            id: string;
            contactId: string;
            /** Format: date-time */
            dateAdded: string;
            /** Format: date-time */
            dateUpdated: string;
            deleted: boolean;
            locationId?: string;
            groupId?: string;
            users?: string[];
            isRecurring?: boolean;
            assignedResources?: string[];
            body?: string;
            title?: string;
            color?: string;
            pinned?: boolean;
            userId?: string;
        };
        ChangedAppointment: {
            id: string;
            contactId: string;
            /** Format: date-time */
            dateAdded: string;
            /** Format: date-time */
            dateUpdated: string;
            deleted: boolean;
            locationId?: string;
            groupId?: string;
            users?: string[];
            isRecurring?: boolean;
            assignedResources?: string[];
            calendarId?: string;
            /** @description ISO 8601; UTC in answers */
            startTime?: string;
            /** @description ISO 8601; UTC in answers */
            endTime?: string;
            title?: string;
            /** @enum {string} */
            appointmentStatus?: "new" | "confirmed" | "cancelled" | "showed" | "noshow" | "invalid";
            assignedUserId?: string;
            description?: string;
            address?: string;
            notes?: string;
            /** @enum {string} */
            meetingLocationType?: "custom" | "zoom" | "gmeet" | "phone" | "address" | "ms_teams" | "google";
            meetingLocationId?: string;
        };
        BulkResponse: {
            contactId: string;
            message: string;
            /** @enum {string} */
            type: "success" | "error";
            oldTags?: string[];
            tagsAdded?: string[];
            tagsRemoved?: string[];
        };
        Location: {
            id: string;
            name: string;
            country: string;
            timezone: string;
            settings: {
                allowDuplicateContact: boolean;
                allowDuplicateOpportunity: boolean;
            };
        };
        TimelineEntry: {
            id: number;
            /** Format: date-time */
            at: string;
            kind: string;
            recordId: string;
            action: string;
            who: Record<string, never>;
            from: string;
            cause: Record<string, never>;
            fields: unknown[];
            detail: unknown;
            /** @description Sent to POST /tenon/v1/undos, it puts this back */
            undo: Record<string, never> | null;
        };
        Import: {
            key: string;
            importId: string;
            origin: string;
            label: string;
            place: string;
            outcome: string;
            reasons: unknown[];
            contactId: string | null;
        };
        WebhookSubscription: {
            id: string;
            locationId: string;
            clientId: string;
            url: string;
            events: string[];
            format: string;
            state: string;
            reason: string;
            failingSince: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            queue?: Record<string, never>;
            /** @description Told once, when it is made */
            secret?: string;
        };
        WebhookDelivery: {
            id: string;
            subscriptionId: string;
            event: string;
            state: string;
            tries: number;
            nextTryAt: string | null;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            request?: Record<string, never>;
            attempts?: unknown;
        };
        Error: {
            statusCode: number;
            /** @description What happened and what to do; on 422 a list of every complaint */
            message: string | string[];
            error: string;
            traceId: string;
            /** @description A page about this error */
            doc?: string;
            meta?: {
                contactName: string;
                contactId: string;
                /** @enum {string} */
                matchingField: "email" | "phone";
            };
        };
        Filter: {
            field: string;
            /** @enum {string} */
            operator: "eq" | "not_eq" | "contains" | "not_contains" | "exists" | "not_exists" | "range";
            /** @description A value, a list of values, or for range {gt, gte, lt, lte} */
            value?: unknown;
        } | {
            /** @enum {string} */
            group: "AND" | "OR";
            filters: components["schemas"]["Filter"][];
        };
    };
    responses: {
        /** @description Understood, and impossible: no such record, or a duplicate (see meta) */
        BadRequest: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No token, one that is not known or has ended, a scope it lacks, or no Version that is spoken */
        Unauthorized: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The location is not the token's */
        Forbidden: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No such path in this dialect */
        NotFound: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body took too long */
        Timeout: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Others were quicker, time and again, or a call with this Idempotency-Key is under way */
        Conflict: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The record has changed since you read it (If-Match) */
        PreconditionFailed: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is larger than 1 MiB */
        TooLarge: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body or the query is not as it must be: every complaint */
        Unprocessable: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The rate limit is used up; see the X-RateLimit headers */
        TooManyRequests: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                "X-RateLimit-Max"?: number;
                "X-RateLimit-Remaining"?: number;
                "X-RateLimit-Interval-Milliseconds"?: number;
                "X-RateLimit-Limit-Daily"?: number;
                "X-RateLimit-Daily-Remaining"?: number;
                "X-RateLimit-Daily-Reset"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description A fault of ours; tell support the traceId */
        InternalError: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The database cannot take it now; send it again */
        Unavailable: {
            headers: {
                "X-Trace-Id": components["headers"]["TraceId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description The dialect: v3, or one of those whose shapes are v2's */
        Version: "2021-07-28" | "2021-04-15" | "2023-02-21" | "v3";
        /** @description This path is of the v2 dialect alone */
        VersionV2: "2021-07-28" | "2021-04-15" | "2023-02-21";
        /** @description This path is of the v3 dialect alone */
        VersionV3: "v3";
        /** @description The ETag of what you have; 304 when nothing has changed */
        IfNoneMatch: string;
        /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
        IfMatch: string;
        /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: {
        /** @description The name of this call */
        TraceId: string;
        /** @description The version of what is told, for If-None-Match and If-Match */
        ETag: string;
        /** @description true when this answer was given before (Idempotency-Key) */
        Replayed: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "get-contacts": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
                /** @description Most on a page */
                limit?: number;
                /** @description A text sought */
                query?: string;
                /** @description The last contact's dateAdded, in milliseconds */
                startAfter?: number;
                /** @description Its number, for meta */
                page?: number;
                /** @description The last contact's id */
                startAfterId?: string;
            };
            header: {
                /** @description This path is of the v2 dialect alone */
                Version: components["parameters"]["VersionV2"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contacts: components["schemas"]["Contact"][];
                        count: number;
                        meta: {
                            total: number;
                            nextPageUrl: string | null;
                            startAfterId: string | null;
                            startAfter: number | null;
                            currentPage: number;
                            nextPage: number | null;
                            prevPage: number | null;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    firstName?: string | null;
                    lastName?: string | null;
                    /** Format: email */
                    email?: string | null;
                    /** @description E.164 in answers */
                    phone?: string | null;
                    companyName?: string | null;
                    address1?: string | null;
                    city?: string | null;
                    state?: string | null;
                    postalCode?: string | null;
                    /** @description ISO 3166-1 alpha-2, upper case in answers */
                    country?: string | null;
                    website?: string | null;
                    timezone?: string | null;
                    source?: string | null;
                    /** @description A day: YYYY-MM-DD in answers; bodies may also write it YYYY/MM/DD, MM/DD/YYYY or MM-DD-YYYY */
                    dateOfBirth?: string | null;
                    tags?: string[] | null;
                    assignedTo?: string | null;
                    gender?: string | null;
                    dnd?: boolean | null;
                    /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
                    dndSettings?: {
                        [key: string]: {
                            /** @enum {string} */
                            status: "active" | "inactive" | "permanent";
                            message?: string;
                            code?: string;
                        };
                    } | null;
                    /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
                    inboundDndSettings?: {
                        [key: string]: {
                            /** @enum {string} */
                            status: "active" | "inactive";
                            message?: string;
                            code?: string;
                        };
                    } | null;
                    customFields?: ({
                        /** @description The field's id, or its key */
                        id?: string;
                        key?: string;
                        /** @description Its value; null takes it away */
                        field_value?: unknown;
                        /** @description The same, as v3 calls it */
                        fieldValue?: unknown;
                        /** @description The same, as it is answered */
                        value?: unknown;
                    } | unknown | unknown)[] | null;
                    additionalEmails?: string[] | null;
                    additionalPhones?: string[] | null;
                    /** @description First and last name in one, where they are not given themselves */
                    name?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contact: components["schemas"]["Contact"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contact: components["schemas"]["Contact"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    firstName?: string | null;
                    lastName?: string | null;
                    /** Format: email */
                    email?: string | null;
                    /** @description E.164 in answers */
                    phone?: string | null;
                    companyName?: string | null;
                    address1?: string | null;
                    city?: string | null;
                    state?: string | null;
                    postalCode?: string | null;
                    /** @description ISO 3166-1 alpha-2, upper case in answers */
                    country?: string | null;
                    website?: string | null;
                    timezone?: string | null;
                    source?: string | null;
                    /** @description A day: YYYY-MM-DD in answers; bodies may also write it YYYY/MM/DD, MM/DD/YYYY or MM-DD-YYYY */
                    dateOfBirth?: string | null;
                    tags?: string[] | null;
                    assignedTo?: string | null;
                    gender?: string | null;
                    dnd?: boolean | null;
                    /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
                    dndSettings?: {
                        [key: string]: {
                            /** @enum {string} */
                            status: "active" | "inactive" | "permanent";
                            message?: string;
                            code?: string;
                        };
                    } | null;
                    /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
                    inboundDndSettings?: {
                        [key: string]: {
                            /** @enum {string} */
                            status: "active" | "inactive";
                            message?: string;
                            code?: string;
                        };
                    } | null;
                    customFields?: ({
                        /** @description The field's id, or its key */
                        id?: string;
                        key?: string;
                        /** @description Its value; null takes it away */
                        field_value?: unknown;
                        /** @description The same, as v3 calls it */
                        fieldValue?: unknown;
                        /** @description The same, as it is answered */
                        value?: unknown;
                    } | unknown | unknown)[] | null;
                    additionalEmails?: string[] | null;
                    additionalPhones?: string[] | null;
                    /** @description First and last name in one, where they are not given themselves */
                    name?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        contact: components["schemas"]["Contact"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "upsert-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    firstName?: string | null;
                    lastName?: string | null;
                    /** Format: email */
                    email?: string | null;
                    /** @description E.164 in answers */
                    phone?: string | null;
                    companyName?: string | null;
                    address1?: string | null;
                    city?: string | null;
                    state?: string | null;
                    postalCode?: string | null;
                    /** @description ISO 3166-1 alpha-2, upper case in answers */
                    country?: string | null;
                    website?: string | null;
                    timezone?: string | null;
                    source?: string | null;
                    /** @description A day: YYYY-MM-DD in answers; bodies may also write it YYYY/MM/DD, MM/DD/YYYY or MM-DD-YYYY */
                    dateOfBirth?: string | null;
                    tags?: string[] | null;
                    assignedTo?: string | null;
                    gender?: string | null;
                    dnd?: boolean | null;
                    /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
                    dndSettings?: {
                        [key: string]: {
                            /** @enum {string} */
                            status: "active" | "inactive" | "permanent";
                            message?: string;
                            code?: string;
                        };
                    } | null;
                    /** @description By channel: Call, Email, SMS, WhatsApp, GMB, FB, RCS, all; in v3 call, email, sms, whatsApp, gmb, fb, rcs, all */
                    inboundDndSettings?: {
                        [key: string]: {
                            /** @enum {string} */
                            status: "active" | "inactive";
                            message?: string;
                            code?: string;
                        };
                    } | null;
                    customFields?: ({
                        /** @description The field's id, or its key */
                        id?: string;
                        key?: string;
                        /** @description Its value; null takes it away */
                        field_value?: unknown;
                        /** @description The same, as v3 calls it */
                        fieldValue?: unknown;
                        /** @description The same, as it is answered */
                        value?: unknown;
                    } | unknown | unknown)[] | null;
                    additionalEmails?: string[] | null;
                    additionalPhones?: string[] | null;
                    /** @description Always make a new contact, where the location allows duplicates */
                    createNewIfDuplicateAllowed?: boolean | null;
                    /** @description First and last name in one, where they are not given themselves */
                    name?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        new: boolean;
                        contact: components["schemas"]["Contact"];
                        conflict?: unknown;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "search-contacts-advanced": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    pageLimit: number;
                    /** @description page times pageLimit reaches 10,000; searchAfter goes beyond */
                    page?: number;
                    /** @description The searchAfter of the last contact of the page before; not with page */
                    searchAfter?: unknown[];
                    query?: string;
                    /** @description All must hold */
                    filters?: components["schemas"]["Filter"][];
                    sort?: {
                        /** @enum {string} */
                        field: "firstNameLowerCase" | "lastNameLowerCase" | "businessName" | "dateAdded" | "dateUpdated" | "email" | "dnd" | "source";
                        /** @enum {string} */
                        direction?: "asc" | "desc";
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contacts: components["schemas"]["FoundContact"][];
                        total: number;
                        totalIsExact: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-duplicate-contact": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
                /** @description An e-mail; this or a number must be named */
                email?: string;
                /** @description A phone number, in any usual form */
                number?: string;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contact: components["schemas"]["Contact"] | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "add-tags": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    tags: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tags: string[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "remove-tags": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    tags: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tags: string[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "add-followers-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    followers: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        followers: string[];
                        followersAdded: string[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "remove-followers-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    followers: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        followers: string[];
                        followersRemoved: string[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "add-contact-to-campaign": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "remove-contact-from-campaign": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                campaignId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "remove-contact-from-every-campaign": {
        parameters: {
            query?: never;
            header: {
                /** @description This path is of the v2 dialect alone */
                Version: components["parameters"]["VersionV2"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "remove-contact-from-every-campaign-v3": {
        parameters: {
            query?: never;
            header: {
                /** @description This path is of the v3 dialect alone */
                Version: components["parameters"]["VersionV3"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "add-contact-to-workflow": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description ISO 8601; UTC in answers */
                    eventStartTime?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-contact-from-workflow": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                workflowId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description ISO 8601; UTC in answers */
                    eventStartTime?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-association": {
        parameters: {
            query?: {
                /** @description Where the path still holds {type}, as official SDKs send it */
                type?: "add" | "remove";
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                type: "add" | "remove";
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    contacts: string[];
                    tags: string[];
                    removeAllTags?: boolean | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        errorCount: number;
                        responses: components["schemas"]["BulkResponse"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "add-remove-contact-from-business": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    ids: string[];
                    businessId: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        success: boolean;
                        ids: string[];
                        responses: components["schemas"]["BulkResponse"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-contacts-by-businessId": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
                /** @description Most on a page */
                limit?: number;
                /** @description How many to go past */
                skip?: number;
                /** @description A text sought */
                query?: string;
                /** @description The last contact's searchAfter: name,id */
                startAfter?: string;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                businessId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contacts: components["schemas"]["FoundContact"][];
                        count: number;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-all-tasks": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tasks: components["schemas"]["Task"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-task": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title: string;
                    body?: string | null;
                    /** @description ISO 8601; UTC in answers */
                    dueDate: string;
                    completed: boolean;
                    assignedTo?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        task: components["schemas"]["Task"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-task": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
                taskId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        task: components["schemas"]["Task"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-task": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    title?: string | null;
                    body?: string | null;
                    /** @description ISO 8601; UTC in answers */
                    dueDate?: string | null;
                    completed?: boolean | null;
                    assignedTo?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        task: components["schemas"]["Task"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-task": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                taskId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-task-completed": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                taskId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    completed: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        task: components["schemas"]["Task"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-all-notes": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notes: components["schemas"]["Note"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-note": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    body: string;
                    title?: string | null;
                    color?: string | null;
                    pinned?: boolean | null;
                    userId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        note: components["schemas"]["Note"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-note": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        note: components["schemas"]["Note"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-note": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    body?: string | null;
                    title?: string | null;
                    color?: string | null;
                    pinned?: boolean | null;
                    userId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        note: components["schemas"]["Note"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-note": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-businesses-by-location": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
                /** @description Most on a page */
                limit?: number;
                /** @description How many to go past */
                skip?: number;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        businesses: components["schemas"]["Business"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-business": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    name: string;
                    /** @description E.164 in answers */
                    phone?: string | null;
                    /** Format: email */
                    email?: string | null;
                    website?: string | null;
                    address?: string | null;
                    city?: string | null;
                    state?: string | null;
                    postalCode?: string | null;
                    /** @description ISO 3166-1 alpha-2, upper case in answers */
                    country?: string | null;
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        success: boolean;
                        buiseness: components["schemas"]["Business"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-business": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                businessId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        business: components["schemas"]["Business"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-business": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | null;
                    /** @description E.164 in answers */
                    phone?: string | null;
                    /** Format: email */
                    email?: string | null;
                    website?: string | null;
                    address?: string | null;
                    city?: string | null;
                    state?: string | null;
                    postalCode?: string | null;
                    /** @description ISO 3166-1 alpha-2, upper case in answers */
                    country?: string | null;
                    description?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        success: boolean;
                        buiseness: components["schemas"]["Business"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-Business": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                businessId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        success: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-user-by-location": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
            };
            header: {
                /** @description This path is of the v2 dialect alone */
                Version: components["parameters"]["VersionV2"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: components["schemas"]["User"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "search-users": {
        parameters: {
            query: {
                /** @description As upstream; it decides nothing */
                companyId: string;
                /** @description The token's location */
                locationId?: string;
                /** @description A part of a name, e-mail or phone */
                query?: string;
                /** @description Ids, with commas between */
                ids?: string;
                /** @description Only users of this role */
                role?: string;
                /** @description Only users of this type */
                type?: string;
                /** @description Most on a page */
                limit?: number;
                /** @description How many to go past */
                skip?: number;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: components["schemas"]["User"][];
                        count: number;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-user": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        name: string;
                        roles: {
                            type: string;
                            role: string;
                            locationIds: string[];
                        };
                        firstName?: string;
                        lastName?: string;
                        email?: string;
                        /** @description E.164 in answers */
                        phone?: string;
                        extension?: string;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-user-pairs": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: {
                            userId: string;
                            firstName: string | null;
                            lastName: string | null;
                            email: string | null;
                            remoteUserId: string | null;
                            by: string | null;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "set-user-pair": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                connectionId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    remoteUserId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        userId: string;
                        firstName: string | null;
                        lastName: string | null;
                        email: string | null;
                        remoteUserId: string | null;
                        by: string | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-calendars": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        calendars: components["schemas"]["Calendar"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-calendar": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                calendarId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        calendar: components["schemas"]["Calendar"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-custom-fields": {
        parameters: {
            query?: {
                /** @description Of these records; contacts have them */
                model?: "contact" | "opportunity" | "all";
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                locationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customFields: components["schemas"]["CustomField"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-custom-field": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                locationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    dataType: "TEXT" | "LARGE_TEXT" | "NUMERICAL" | "PHONE" | "MONETORY" | "CHECKBOX" | "SINGLE_OPTIONS" | "MULTIPLE_OPTIONS" | "DATE" | "TEXTBOX_LIST" | "FILE_UPLOAD" | "RADIO" | "EMAIL";
                    placeholder?: string | null;
                    position?: number | null;
                    picklistOptions?: string[] | null;
                    /** @enum {string|null} */
                    model?: "contact" | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customField: components["schemas"]["CustomField"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-custom-field": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                locationId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customField: components["schemas"]["CustomField"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-custom-field": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                locationId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | null;
                    placeholder?: string | null;
                    position?: number | null;
                    picklistOptions?: string[] | null;
                    /** @enum {string|null} */
                    model?: "contact" | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        customField: components["schemas"]["CustomField"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-custom-field": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                locationId: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-appointment": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    calendarId: string;
                    /** @description ISO 8601; UTC in answers */
                    startTime: string;
                    /** @description ISO 8601; UTC in answers */
                    endTime?: string | null;
                    title?: string | null;
                    /** @enum {string|null} */
                    appointmentStatus?: "new" | "confirmed" | "cancelled" | "showed" | "noshow" | "invalid" | null;
                    assignedUserId?: string | null;
                    description?: string | null;
                    address?: string | null;
                    notes?: string | null;
                    /** @enum {string|null} */
                    meetingLocationType?: "custom" | "zoom" | "gmeet" | "phone" | "address" | "ms_teams" | "google" | null;
                    meetingLocationId?: string | null;
                    ignoreDateRange?: boolean | null;
                    ignoreFreeSlotValidation?: boolean | null;
                    overrideLocationConfig?: boolean | null;
                    toNotify?: boolean | null;
                    contactId: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        contactId: string;
                        locationId: string;
                        groupId: string;
                        users: string[];
                        isRecurring: boolean;
                        assignedResources: string[];
                        /** Format: date-time */
                        dateAdded: string;
                        /** Format: date-time */
                        dateUpdated: string;
                        calendarId: string;
                        /** @description ISO 8601; UTC in answers */
                        startTime: string;
                        /** @description ISO 8601; UTC in answers */
                        endTime: string;
                        title: string;
                        /** @enum {string} */
                        appointmentStatus: "new" | "confirmed" | "cancelled" | "showed" | "noshow" | "invalid";
                        assignedUserId?: string;
                        description?: string;
                        address?: string;
                        notes?: string;
                        /** @enum {string} */
                        meetingLocationType?: "custom" | "zoom" | "gmeet" | "phone" | "address" | "ms_teams" | "google";
                        meetingLocationId?: string;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-appointment": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        event: components["schemas"]["Appointment"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "edit-appointment": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    calendarId?: string | null;
                    /** @description ISO 8601; UTC in answers */
                    startTime?: string | null;
                    /** @description ISO 8601; UTC in answers */
                    endTime?: string | null;
                    title?: string | null;
                    /** @enum {string|null} */
                    appointmentStatus?: "new" | "confirmed" | "cancelled" | "showed" | "noshow" | "invalid" | null;
                    assignedUserId?: string | null;
                    description?: string | null;
                    address?: string | null;
                    notes?: string | null;
                    /** @enum {string|null} */
                    meetingLocationType?: "custom" | "zoom" | "gmeet" | "phone" | "address" | "ms_teams" | "google" | null;
                    meetingLocationId?: string | null;
                    ignoreDateRange?: boolean | null;
                    ignoreFreeSlotValidation?: boolean | null;
                    overrideLocationConfig?: boolean | null;
                    toNotify?: boolean | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        contactId: string;
                        locationId: string;
                        groupId: string;
                        users: string[];
                        isRecurring: boolean;
                        assignedResources: string[];
                        /** Format: date-time */
                        dateAdded: string;
                        /** Format: date-time */
                        dateUpdated: string;
                        calendarId: string;
                        /** @description ISO 8601; UTC in answers */
                        startTime: string;
                        /** @description ISO 8601; UTC in answers */
                        endTime: string;
                        title: string;
                        /** @enum {string} */
                        appointmentStatus: "new" | "confirmed" | "cancelled" | "showed" | "noshow" | "invalid";
                        assignedUserId?: string;
                        description?: string;
                        address?: string;
                        notes?: string;
                        /** @enum {string} */
                        meetingLocationType?: "custom" | "zoom" | "gmeet" | "phone" | "address" | "ms_teams" | "google";
                        meetingLocationId?: string;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-event": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        succeeded: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-calendar-events": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
                /** @description Milliseconds since 1970, or ISO 8601 */
                startTime: string;
                /** @description Milliseconds since 1970, or ISO 8601 */
                endTime: string;
                /** @description Of this calendar */
                calendarId?: string;
                /** @description Of this user; one of the three must be named */
                userId?: string;
                /** @description Of this group */
                groupId?: string;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["Appointment"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-appointments-for-contact": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        events: components["schemas"]["Appointment"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-opportunity": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The location, which must be the token's */
                    locationId: string;
                    name: string;
                    pipelineId: string;
                    pipelineStageId?: string | null;
                    /** @enum {string} */
                    status: "open" | "won" | "lost" | "abandoned";
                    monetaryValue?: number | null;
                    assignedTo?: string | null;
                    source?: string | null;
                    lostReasonId?: string | null;
                    contactId: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        opportunity: components["schemas"]["Opportunity"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "search-opportunity": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                location_id: string;
                /** @description A part of the name */
                q?: string;
                /** @description Only this one */
                id?: string;
                /** @description Of this contact */
                contact_id?: string;
                /** @description In this pipeline */
                pipeline_id?: string;
                /** @description At this stage */
                pipeline_stage_id?: string;
                /** @description Of this user */
                assigned_to?: string;
                /** @description Only those */
                status?: "open" | "won" | "lost" | "abandoned" | "all";
                /** @description Most on a page */
                limit?: number;
                /** @description Its number */
                page?: number;
                /** @description meta.startAfter of the page before */
                startAfter?: number;
                /** @description meta.startAfterId of the page before */
                startAfterId?: string;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        opportunities: components["schemas"]["Opportunity"][];
                        meta: {
                            total: number;
                            startAfterId: string | null;
                            startAfter: number | null;
                            currentPage: number;
                            nextPage: number | null;
                            prevPage: number | null;
                        };
                        aggregations: Record<string, never>;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-pipelines": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pipelines: components["schemas"]["Pipeline"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-opportunity": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        opportunity: components["schemas"]["Opportunity"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-opportunity": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | null;
                    pipelineId?: string | null;
                    pipelineStageId?: string | null;
                    /** @enum {string|null} */
                    status?: "open" | "won" | "lost" | "abandoned" | null;
                    monetaryValue?: number | null;
                    assignedTo?: string | null;
                    source?: string | null;
                    lostReasonId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        opportunity: components["schemas"]["Opportunity"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-opportunity": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-opportunity-status": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "open" | "won" | "lost" | "abandoned";
                    lostReasonId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Misspelt upstream, and kept so */
                        succeded: boolean;
                        succeeded?: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-campaigns": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
                /** @description Only those */
                status?: "draft" | "published";
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        campaigns: components["schemas"]["Campaign"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-workflow": {
        parameters: {
            query: {
                /** @description The location, which must be the token's */
                locationId: string;
            };
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        workflows: components["schemas"]["Workflow"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-location": {
        parameters: {
            query?: never;
            header: {
                /** @description The dialect: v3, or one of those whose shapes are v2's */
                Version: components["parameters"]["Version"];
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                locationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        location: components["schemas"]["Location"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-access": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        locationId: string;
                        locationName: string;
                        name: string;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-contact-timeline": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextBefore told */
                before?: number;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["TimelineEntry"][];
                        nextBefore: number | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-imports": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description How many to go past */
                offset?: number;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        imports: components["schemas"]["Import"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-import": {
        parameters: {
            query: {
                /** @description The file's name; its ending tells what it is */
                name: string;
                /** @description Change nothing; say what would be */
                dryRun?: boolean;
                /** @description What columns of a table mean, as JSON: {"Column": "email"}; see meanings */
                columns?: string;
            };
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dryRun: boolean;
                        /** @description To undo it by (kind import); null of a dry run */
                        importId: string | null;
                        tables: {
                            place: string;
                            rows: number;
                            columns: {
                                column: string;
                                means: string;
                                why: string;
                            }[];
                            /** @description Why nothing can be made of it so far */
                            problem: string | null;
                        }[];
                        /** @description By what became of them: created, merged, unchanged, review, ignored */
                        totals: {
                            [key: string]: number;
                        };
                        items: {
                            place: string;
                            label: string;
                            outcome: string;
                            reasons: string[];
                            contactId: string | null;
                            contact: string | null;
                        }[];
                        itemsLeftOut: number;
                        meanings: string[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-import": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        key: string;
                        importId: string;
                        origin: string;
                        label: string;
                        place: string;
                        outcome: string;
                        reasons: unknown[];
                        contactId: string | null;
                        raw: string;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-connections": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connections: {
                            id: string;
                            system: string;
                            name: string;
                            standing: {
                                state: string;
                                words: string;
                                since: string | null;
                                missingScopes: string[];
                            };
                            queue: {
                                waiting: number;
                                failing: number;
                                lastError: string;
                            };
                            runs: Record<string, never>[];
                            verified: Record<string, never> | null;
                            brake: Record<string, never> | null;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-connection": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    system: "highlevel" | "houzz";
                    name?: string | null;
                    connectionId?: string | null;
                    test?: boolean | null;
                    token?: string | null;
                    remoteLocationId?: string | null;
                    baseUrl?: string | null;
                    bridge?: boolean | null;
                    mail?: boolean | null;
                    forwarders?: string[] | null;
                    imapHost?: string | null;
                    imapPort?: number | null;
                    /** @enum {string|null} */
                    imapSecurity?: "tls" | "starttls" | "none" | null;
                    imapUser?: string | null;
                    imapPassword?: string | null;
                    imapFolder?: string | null;
                    /** @description A day: YYYY-MM-DD in answers; bodies may also write it YYYY/MM/DD, MM/DD/YYYY or MM-DD-YYYY */
                    imapSince?: string | null;
                    calendarName?: string | null;
                    calendarUrl?: string | null;
                    calendarOwners?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connection: {
                            id: string;
                            system: string;
                            name: string;
                        };
                        checks: {
                            what: string;
                            words: string;
                        }[];
                        /** @description Secrets, told this once: bridge and mail, each with its url */
                        told: Record<string, never> | null;
                        kept: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-links": {
        parameters: {
            query: {
                /** @description The contact */
                contactId: string;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        links: {
                            connectionId: string;
                            kind: string;
                            recordId: string;
                            remoteId: string | null;
                            state: string;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-channels": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: {
                            connectionId: string;
                            name: string;
                            /** @description In the channel's own words */
                            settings: unknown;
                            /** @description In the channel's own words */
                            state: unknown;
                        }[];
                        speedToLead: {
                            leads: number;
                            withinAMinute: number;
                            hub: {
                                p50: number | null;
                                p95: number | null;
                                max: number | null;
                            };
                            pushed: {
                                p50: number | null;
                                p95: number | null;
                                max: number | null;
                            };
                            waiting: number;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "begin-connection": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    appId?: string | null;
                    name?: string | null;
                    remoteLocationId?: string | null;
                    connectionId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        authorizeUrl: string;
                        appId: string;
                        redirectUri: string;
                        /** Format: date-time */
                        expiresAt: string;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-connection-apps": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        apps: {
                            id: string;
                            system: string;
                            name: string;
                            clientId: string;
                            redirectUri: string;
                            webhookPath: string;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-changed-tasks": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextCursor told: only what changed after it */
                cursor?: string;
                /** @description ISO 8601, or milliseconds since 1970 */
                updatedSince?: string;
                /** @description Tell deletions, too */
                includeDeleted?: boolean;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tasks: components["schemas"]["ChangedTask"][];
                        nextCursor: string;
                        hasMore: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-changed-notes": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextCursor told: only what changed after it */
                cursor?: string;
                /** @description ISO 8601, or milliseconds since 1970 */
                updatedSince?: string;
                /** @description Tell deletions, too */
                includeDeleted?: boolean;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        notes: components["schemas"]["ChangedNote"][];
                        nextCursor: string;
                        hasMore: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-changed-appointments": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextCursor told: only what changed after it */
                cursor?: string;
                /** @description ISO 8601, or milliseconds since 1970 */
                updatedSince?: string;
                /** @description Tell deletions, too */
                includeDeleted?: boolean;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        appointments: components["schemas"]["ChangedAppointment"][];
                        nextCursor: string;
                        hasMore: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-changes": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description Oldest first, behind this number: the next of the page before */
                after?: number;
                /** @description Newest first, before this number: the next of the page before */
                before?: number;
                /** @description Only of this kind of record: contact, task, … */
                kind?: string;
                /** @description Only this: create, update, push, conflict, … */
                action?: string;
                /** @description Only by such: person, token, connection, import, system; or person:ID */
                actor?: string;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changes: {
                            id: number;
                            /** Format: date-time */
                            at: string;
                            kind: string;
                            recordId: string;
                            contactId: string;
                            action: string;
                            who: Record<string, never>;
                            from: string;
                            cause: Record<string, never>;
                            fields: unknown[];
                            detail: unknown;
                            /** @description Sent to POST /tenon/v1/undos, it puts this back */
                            undo: Record<string, never> | null;
                        }[];
                        next: string;
                        hasMore: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "stream-events": {
        parameters: {
            query?: {
                /** @description Begin behind this number, as the header Last-Event-ID does; otherwise now */
                after?: number;
                /** @description Only what is about this contact */
                contactId?: string;
                /** @description Seconds after which it ends */
                wait?: number;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-people": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        people: {
                            id: string;
                            email: string;
                            name: string;
                            role: string;
                            hasPassword: boolean;
                            shut: boolean;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-overview": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        at: string;
                        timezone: string;
                        leadsByDay: {
                            /** Format: date */
                            day: string;
                            total: number;
                            /** @description By the kind of source: leadEmail, bridge, exportLead, … */
                            channels: {
                                [key: string]: number;
                            };
                        }[];
                        speedByDay: {
                            /** Format: date */
                            day: string;
                            leads: number;
                            p50: number | null;
                            p95: number | null;
                        }[];
                        speedToLead: {
                            leads: number;
                            withinAMinute: number;
                            hub: {
                                p50: number | null;
                                p95: number | null;
                                max: number | null;
                            };
                            pushed: {
                                p50: number | null;
                                p95: number | null;
                                max: number | null;
                            };
                            waiting: number;
                        };
                        changesByHour: {
                            /** Format: date-time */
                            at: string;
                            fromHouzz: number;
                            fromHighLevel: number;
                            toHighLevel: number;
                            toHouzz: number;
                            here: number;
                        }[];
                        /** Format: date-time */
                        changesCountedFrom: string;
                        queues: {
                            conflicts: number;
                            workItems: number;
                            handoffs: number;
                            deliveriesWaiting: number;
                            deliveriesDead: number;
                            countedTo: number;
                        };
                        connections: {
                            id: string;
                            system: string;
                            name: string;
                            standing: {
                                state: string;
                                words: string;
                                since: string | null;
                                missingScopes: string[];
                            };
                            queue: {
                                waiting: number;
                                failing: number;
                                lastError: string;
                            };
                            runs: Record<string, never>[];
                            verified: Record<string, never> | null;
                            brake: Record<string, never> | null;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-sync-runs": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextBefore told */
                before?: string;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncRuns: {
                            id: string;
                            connectionId: string;
                            kind: string;
                            state: string;
                            phase: string;
                            who: Record<string, never>;
                            cause: Record<string, never>;
                            /** Format: date-time */
                            askedAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            counts: Record<string, never>;
                            did: Record<string, never>;
                            progress: Record<string, never>;
                            asks: string[];
                            decided: unknown;
                            error: string;
                            found: unknown;
                        }[];
                        nextBefore: string | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-sync-run": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connectionId: string;
                    /** @enum {string} */
                    kind: "full" | "deep" | "plan" | "verify";
                    quick?: boolean | null;
                };
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncRun: {
                            id: string;
                            connectionId: string;
                            kind: string;
                            state: string;
                            phase: string;
                            who: Record<string, never>;
                            cause: Record<string, never>;
                            /** Format: date-time */
                            askedAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            counts: Record<string, never>;
                            did: Record<string, never>;
                            progress: Record<string, never>;
                            asks: string[];
                            decided: unknown;
                            error: string;
                            found: unknown;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-sync-run": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncRun: {
                            id: string;
                            connectionId: string;
                            kind: string;
                            state: string;
                            phase: string;
                            who: Record<string, never>;
                            cause: Record<string, never>;
                            /** Format: date-time */
                            askedAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            counts: Record<string, never>;
                            did: Record<string, never>;
                            progress: Record<string, never>;
                            asks: string[];
                            decided: unknown;
                            error: string;
                            found: unknown;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "decide-sync-run": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "abandon";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncRun: {
                            id: string;
                            connectionId: string;
                            kind: string;
                            state: string;
                            phase: string;
                            who: Record<string, never>;
                            cause: Record<string, never>;
                            /** Format: date-time */
                            askedAt: string;
                            startedAt: string | null;
                            endedAt: string | null;
                            counts: Record<string, never>;
                            did: Record<string, never>;
                            progress: Record<string, never>;
                            asks: string[];
                            decided: unknown;
                            error: string;
                            found: unknown;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "decide-brake": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "approve" | "abandon";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connectionId: string;
                        said: string;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-webhook-subscriptions": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhookSubscriptions: components["schemas"]["WebhookSubscription"][];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-webhook-subscription": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url: string;
                    events: string[];
                    /** @enum {string|null} */
                    format?: "highlevel" | "standard" | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhookSubscription: components["schemas"]["WebhookSubscription"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-webhook-subscription": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhookSubscription: components["schemas"]["WebhookSubscription"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-webhook-subscription": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    url?: string | null;
                    events?: string[] | null;
                    /** @enum {string|null} */
                    format?: "highlevel" | "standard" | null;
                    /** @enum {string|null} */
                    state?: "active" | "disabled" | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhookSubscription: components["schemas"]["WebhookSubscription"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-webhook-subscription": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        succeeded: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "replay-webhook-subscription": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description ISO 8601; UTC in answers */
                    since: string;
                    /** @enum {string|null} */
                    state?: "delivered" | "waiting" | "dead" | null;
                    after?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: number;
                        next: string | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-webhook-deliveries": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextBefore told */
                before?: string;
                /** @description Only those */
                state?: "delivered" | "waiting" | "dead";
                /** @description Only this subscription's */
                subscriptionId?: string;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhookDeliveries: components["schemas"]["WebhookDelivery"][];
                        nextBefore: string | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-webhook-delivery": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhookDelivery: components["schemas"]["WebhookDelivery"];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "replay-webhook-delivery": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: number;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-webhook-keys": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            id: string;
                            algorithm: string;
                            pem: string;
                            standard: string;
                            /** Format: date-time */
                            signsFrom: string;
                            current: boolean;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-connection-outlet": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        outlet: {
                            leadHook: string;
                            projectHook: string;
                            leadTags: string[];
                            projectTags: string[];
                            leadPipelineId: string;
                            stage: string;
                            leadSource: string;
                            projectTypeField: string;
                            revenueField: string;
                            descriptionField: string;
                            workFields: string[];
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-connection-outlet": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    leadHookUrl?: string | null;
                    projectHookUrl?: string | null;
                    leadTags?: string[] | null;
                    projectTags?: string[] | null;
                    leadPipelineId?: string | null;
                    stage?: string | null;
                    leadSource?: string | null;
                    projectTypeField?: string | null;
                    revenueField?: string | null;
                    descriptionField?: string | null;
                    workFields?: string[] | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        outlet: {
                            leadHook: string;
                            projectHook: string;
                            leadTags: string[];
                            projectTags: string[];
                            leadPipelineId: string;
                            stage: string;
                            leadSource: string;
                            projectTypeField: string;
                            revenueField: string;
                            descriptionField: string;
                            workFields: string[];
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-connection-capabilities": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connectionId: string;
                        system: string;
                        channels: {
                            name: string;
                            words: string;
                            configured: boolean;
                            ability: string;
                        }[];
                        capabilities: {
                            kind: string;
                            field: string;
                            read: {
                                /** @enum {string} */
                                ability: "yes" | "handOff" | "person" | "no";
                                by: string[];
                                evidence: {
                                    /** Format: date-time */
                                    at?: string;
                                    what?: unknown;
                                } | null;
                            };
                            create: {
                                /** @enum {string} */
                                ability: "yes" | "handOff" | "person" | "no";
                                by: string[];
                                evidence: {
                                    /** Format: date-time */
                                    at?: string;
                                    what?: unknown;
                                } | null;
                            };
                            update: {
                                /** @enum {string} */
                                ability: "yes" | "handOff" | "person" | "no";
                                by: string[];
                                evidence: {
                                    /** Format: date-time */
                                    at?: string;
                                    what?: unknown;
                                } | null;
                            };
                            delete: {
                                /** @enum {string} */
                                ability: "yes" | "handOff" | "person" | "no";
                                by: string[];
                                evidence: {
                                    /** Format: date-time */
                                    at?: string;
                                    what?: unknown;
                                } | null;
                            };
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-connection-import-file": {
        parameters: {
            query?: {
                /** @description What the file is; csv */
                format?: "csv" | "xlsx";
                /** @description Which file, of 500 rows each */
                part?: number;
                /** @description Only contacts with this tag */
                tag?: string;
                /** @description Answer with the file itself */
                download?: "true" | "false";
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rows: number;
                        parts: number;
                        cut: boolean;
                        headings: string[];
                        leftOut: {
                            contactId: string;
                            contact: string;
                            why: string;
                        }[];
                        leftOutCount: number;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                    "text/csv": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-handoffs": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextAfter told */
                after?: string;
                /** @description Only those */
                state?: "notSent" | "sending" | "handedOff" | "confirmed" | "failed" | "unknown";
                /** @description Only this contact's, all on one page */
                contactId?: string;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        handoffs: {
                            id: string;
                            connectionId: string;
                            what: string;
                            contactId: string;
                            recordId: string;
                            /** @enum {string} */
                            state: "notSent" | "sending" | "handedOff" | "confirmed" | "failed" | "unknown";
                            way: string;
                            tries: number;
                            reason: string;
                            evidence: unknown;
                            handedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                        nextAfter: string | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-handoff": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connectionId: string;
                    contactId: string;
                    /** @enum {string|null} */
                    what?: "lead" | "project" | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        handoff: {
                            id: string;
                            connectionId: string;
                            what: string;
                            contactId: string;
                            recordId: string;
                            /** @enum {string} */
                            state: "notSent" | "sending" | "handedOff" | "confirmed" | "failed" | "unknown";
                            way: string;
                            tries: number;
                            reason: string;
                            evidence: unknown;
                            handedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @description What was sent; null: nothing was */
                            sent?: unknown;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-handoff": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        handoff: {
                            id: string;
                            connectionId: string;
                            what: string;
                            contactId: string;
                            recordId: string;
                            /** @enum {string} */
                            state: "notSent" | "sending" | "handedOff" | "confirmed" | "failed" | "unknown";
                            way: string;
                            tries: number;
                            reason: string;
                            evidence: unknown;
                            handedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @description What was sent; null: nothing was */
                            sent?: unknown;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "decide-handoff": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                handoffId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    decision: "arrived" | "sendAgain" | "never";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        handoff: {
                            id: string;
                            connectionId: string;
                            what: string;
                            contactId: string;
                            recordId: string;
                            /** @enum {string} */
                            state: "notSent" | "sending" | "handedOff" | "confirmed" | "failed" | "unknown";
                            way: string;
                            tries: number;
                            reason: string;
                            evidence: unknown;
                            handedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                            /** @description What was sent; null: nothing was */
                            sent?: unknown;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-work-items": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description The nextAfter told */
                after?: string;
                /** @description Only those */
                state?: "open" | "done" | "confirmed";
                /** @description Only this contact's, all on one page */
                contactId?: string;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        workItems: {
                            id: string;
                            connectionId: string;
                            contactId: string;
                            contact: string;
                            kind: string;
                            recordId: string;
                            field: string;
                            /** @enum {string} */
                            state: "open" | "done" | "confirmed";
                            title: string;
                            before: unknown;
                            wanted: unknown;
                            url: string;
                            evidence: unknown;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        }[];
                        nextAfter: string | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "update-work-item": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                itemId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    state: "open" | "done";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        workItem: {
                            id: string;
                            connectionId: string;
                            contactId: string;
                            contact: string;
                            kind: string;
                            recordId: string;
                            field: string;
                            /** @enum {string} */
                            state: "open" | "done" | "confirmed";
                            title: string;
                            before: unknown;
                            wanted: unknown;
                            url: string;
                            evidence: unknown;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            updatedAt: string;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-calendar-feeds": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        calendarFeeds: {
                            id: string;
                            name: string;
                            userId: string;
                            /** Format: date-time */
                            createdAt: string;
                            revokedAt: string | null;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-calendar-feed": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    userId?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        calendarFeed: {
                            id: string;
                            name: string;
                            userId: string;
                            /** Format: date-time */
                            createdAt: string;
                            revokedAt: string | null;
                            /** @description Told once: whoever knows it reads the calendar */
                            url?: string;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-calendar-feed": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                feedId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        succeeded: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-undos": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        undos: {
                            id: string | null;
                            target: Record<string, never>;
                            /** @enum {string} */
                            state: "dryRun" | "running" | "done" | "stopped";
                            report: {
                                fieldsPutBack: number;
                                recordsDeleted: number;
                                recordsRestored: number;
                                already: number;
                                notUndone: number;
                                entries: number;
                                more: boolean;
                                samples: {
                                    kind: string;
                                    recordId: string;
                                    contactId: string;
                                    /** @enum {string} */
                                    action: "putBack" | "delete" | "restore";
                                    field?: string;
                                    now?: unknown;
                                    back?: unknown;
                                }[];
                                problems: {
                                    kind: string;
                                    recordId: string;
                                    contactId: string;
                                    change?: number;
                                    field?: string | null;
                                    why: string;
                                }[];
                                sides: {
                                    [key: string]: {
                                        name: string;
                                        follow: number;
                                        copies: number;
                                        note: string;
                                    };
                                };
                            };
                            who: Record<string, never>;
                            /** Format: date-time */
                            at: string;
                            note?: string;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-undo": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What is to be undone
                     * @enum {string}
                     */
                    kind: "change" | "import" | "run" | "rule" | "map" | "merge" | "decision" | "undo";
                    /** @description Its id; of a change, the id of its entry on the timeline */
                    id: string | number;
                    /** @description Of a change, only these fields */
                    fields?: string[];
                    /** @description Change nothing; say what would be */
                    dryRun?: boolean;
                    /**
                     * @description What becomes of copies that Tenon made elsewhere of contacts that go here: they stay, or are deleted there unless changed since
                     * @enum {string}
                     */
                    copies?: "keep" | "delete";
                    /**
                     * @description What becomes of what was changed since: it stays (leave), or goes back all the same (undo)
                     * @enum {string}
                     */
                    changedSince?: "leave" | "undo";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        undo: {
                            id: string | null;
                            target: Record<string, never>;
                            /** @enum {string} */
                            state: "dryRun" | "running" | "done" | "stopped";
                            report: {
                                fieldsPutBack: number;
                                recordsDeleted: number;
                                recordsRestored: number;
                                already: number;
                                notUndone: number;
                                entries: number;
                                more: boolean;
                                samples: {
                                    kind: string;
                                    recordId: string;
                                    contactId: string;
                                    /** @enum {string} */
                                    action: "putBack" | "delete" | "restore";
                                    field?: string;
                                    now?: unknown;
                                    back?: unknown;
                                }[];
                                problems: {
                                    kind: string;
                                    recordId: string;
                                    contactId: string;
                                    change?: number;
                                    field?: string | null;
                                    why: string;
                                }[];
                                sides: {
                                    [key: string]: {
                                        name: string;
                                        follow: number;
                                        copies: number;
                                        note: string;
                                    };
                                };
                            };
                            who: Record<string, never>;
                            /** Format: date-time */
                            at: string;
                            note?: string;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-undo": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                undoId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        undo: {
                            id: string | null;
                            target: Record<string, never>;
                            /** @enum {string} */
                            state: "dryRun" | "running" | "done" | "stopped";
                            report: {
                                fieldsPutBack: number;
                                recordsDeleted: number;
                                recordsRestored: number;
                                already: number;
                                notUndone: number;
                                entries: number;
                                more: boolean;
                                samples: {
                                    kind: string;
                                    recordId: string;
                                    contactId: string;
                                    /** @enum {string} */
                                    action: "putBack" | "delete" | "restore";
                                    field?: string;
                                    now?: unknown;
                                    back?: unknown;
                                }[];
                                problems: {
                                    kind: string;
                                    recordId: string;
                                    contactId: string;
                                    change?: number;
                                    field?: string | null;
                                    why: string;
                                }[];
                                sides: {
                                    [key: string]: {
                                        name: string;
                                        follow: number;
                                        copies: number;
                                        note: string;
                                    };
                                };
                            };
                            who: Record<string, never>;
                            /** Format: date-time */
                            at: string;
                            note?: string;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-conflicts": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description How many to go past */
                offset?: number;
                /** @description Only of this type: refused, match, source, … */
                type?: string;
                /** @description Open ones, decided ones, or any */
                state?: "open" | "decided" | "any";
                /** @description Only about this contact */
                contactId?: string;
                /** @description Only those alike: the alike of one of them */
                alike?: string;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conflicts: {
                            id: string;
                            type: string;
                            subject: string;
                            title: string;
                            reasons: string[];
                            detail: unknown;
                            /** @enum {string} */
                            state: "open" | "decided";
                            alike: string;
                            /** Format: date-time */
                            askedAt: string;
                            decisions: string[];
                            decision: Record<string, never> | null;
                            decidedBy: string;
                            decidedAt: string | null;
                        }[];
                        openByType: Record<string, never>;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-conflict": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                conflictId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conflict: {
                            id: string;
                            type: string;
                            subject: string;
                            title: string;
                            reasons: string[];
                            detail: unknown;
                            /** @enum {string} */
                            state: "open" | "decided";
                            alike: string;
                            /** Format: date-time */
                            askedAt: string;
                            decisions: string[];
                            decision: Record<string, never> | null;
                            decidedBy: string;
                            decidedAt: string | null;
                            sides: unknown[];
                            source?: Record<string, never> | null;
                            openAlike: number;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "decide-conflict": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                conflictId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description One of the review's decisions */
                    decision: string;
                    /** @description For set, value and create: fields of the record */
                    fields?: Record<string, never>;
                    /** @description For attach: the contact */
                    contactId?: string | null;
                    /** @description For merge: the contact that stands */
                    survivorId?: string | null;
                    /** @description Decide all that are alike */
                    all?: boolean;
                    /** @description Make a rule: what is like it is decided so from now on */
                    remember?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        decided: number;
                        failed: number;
                        failures: unknown[];
                        more: boolean;
                        ruleId: string | null;
                        undo: Record<string, never>;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-conflict-rules": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        rules: {
                            id: string;
                            type: string;
                            title: string;
                            alike: string;
                            decision: unknown;
                            madeBy: string;
                            /** Format: date-time */
                            madeAt: string;
                            undo: Record<string, never>;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "delete-conflict-rule": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                ruleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        succeeded: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "find-duplicates": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lookedAt: number;
                        found: number;
                        proposed: number;
                        complete: boolean;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-merges": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        merges: {
                            id: string;
                            survivorId: string;
                            loserId: string;
                            madeBy: string;
                            /** Format: date-time */
                            madeAt: string;
                            undone: boolean;
                            undo: Record<string, never> | null;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "create-merge": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The contact that stands */
                    survivorId: string;
                    /** @description The contact that ends in it */
                    loserId: string;
                    /**
                     * @description Whose value stands where both have one
                     * @enum {string}
                     */
                    prefer?: "survivor" | "newest";
                    /** @description Change nothing; say what would be */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        merge: {
                            id: string | null;
                            survivorId: string;
                            loserId: string;
                            fields: Record<string, never>;
                            fell: unknown[];
                            moved: number;
                            dryRun: boolean;
                            undo: Record<string, never> | null;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "pause-connection": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only this kind of record: task, note, … */
                    kind?: string | null;
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        paused: boolean;
                        pause: {
                            connectionId: string | null;
                            kind: string | null;
                            contactId: string | null;
                            reason: string;
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "resume-connection": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                connectionId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only this kind of record: task, note, … */
                    kind?: string | null;
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        paused: boolean;
                        pause: {
                            connectionId: string | null;
                            kind: string | null;
                            contactId: string | null;
                            reason: string;
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "pause-contact": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only at this connection */
                    connectionId?: string | null;
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        paused: boolean;
                        pause: {
                            connectionId: string | null;
                            kind: string | null;
                            contactId: string | null;
                            reason: string;
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "resume-contact": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the record you read; 412, and nothing done, when it has changed since */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Only at this connection */
                    connectionId?: string | null;
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        paused: boolean;
                        pause: {
                            connectionId: string | null;
                            kind: string | null;
                            contactId: string | null;
                            reason: string;
                            by: string;
                            /** Format: date-time */
                            since: string;
                        } | null;
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-pauses": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        pauses: {
                            connectionId: string | null;
                            kind: string | null;
                            contactId: string | null;
                            reason: string;
                            by: string;
                            /** Format: date-time */
                            since: string;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-contact-sync": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                contactId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        contactId: string;
                        deleted: boolean;
                        mergedInto: string | null;
                        inStep: boolean;
                        connections: {
                            connectionId: string;
                            system: string;
                            name: string;
                            inStep: boolean;
                            why: string[];
                            state: string | null;
                            remoteId: string | null;
                            lastPushAt: string | null;
                            lastPullAt: string | null;
                            waits: Record<string, never> | null;
                            pauses: {
                                connectionId: string | null;
                                kind: string | null;
                                contactId: string | null;
                                reason: string;
                                by: string;
                                /** Format: date-time */
                                since: string;
                            }[];
                            children: unknown[];
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-sync-map": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncMap: {
                            version: number;
                            /** @enum {string} */
                            state: "draft" | "on" | "past";
                            savedBy: Record<string, never> | null;
                            savedAt: string | null;
                            switchedOnBy: Record<string, never> | null;
                            switchedOnAt: string | null;
                            document: string;
                            preview: Record<string, never> | null;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "save-sync-map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncMap: {
                            version: number;
                            /** @enum {string} */
                            state: "draft" | "on" | "past";
                            savedBy: Record<string, never> | null;
                            savedAt: string | null;
                            switchedOnBy: Record<string, never> | null;
                            switchedOnAt: string | null;
                            document: string;
                            preview: Record<string, never> | null;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "list-sync-map-versions": {
        parameters: {
            query?: {
                /** @description Most on a page */
                limit?: number;
                /** @description Only versions before this one */
                before?: number;
            };
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncMapVersions: {
                            version: number;
                            /** @enum {string} */
                            state: "draft" | "on" | "past";
                            savedBy: Record<string, never> | null;
                            savedAt: string | null;
                            switchedOnBy: Record<string, never> | null;
                            switchedOnAt: string | null;
                        }[];
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "get-sync-map-version": {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of what you have; 304 when nothing has changed */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncMap: {
                            version: number;
                            /** @enum {string} */
                            state: "draft" | "on" | "past";
                            savedBy: Record<string, never> | null;
                            savedAt: string | null;
                            switchedOnBy: Record<string, never> | null;
                            switchedOnAt: string | null;
                            document: string;
                            preview: Record<string, never> | null;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            /** @description You have it already (If-None-Match) */
            304: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "preview-sync-map-version": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncMap: {
                            version: number;
                            /** @enum {string} */
                            state: "draft" | "on" | "past";
                            savedBy: Record<string, never> | null;
                            savedAt: string | null;
                            switchedOnBy: Record<string, never> | null;
                            switchedOnAt: string | null;
                            document: string;
                            preview: Record<string, never> | null;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "switch-on-sync-map-version": {
        parameters: {
            query?: never;
            header?: {
                /** @description A name of your making for this call. Sent again within 24 hours it is done once, and answered alike with Idempotency-Replayed: true. A search, which changes nothing, is made again */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                version: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    withoutPreview?: boolean | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    "X-Trace-Id": components["headers"]["TraceId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        syncMap: {
                            version: number;
                            /** @enum {string} */
                            state: "draft" | "on" | "past";
                            savedBy: Record<string, never> | null;
                            savedAt: string | null;
                            switchedOnBy: Record<string, never> | null;
                            switchedOnAt: string | null;
                            document: string;
                            preview: Record<string, never> | null;
                        };
                        /** @description The name of this call, as in the header X-Trace-Id and in the log */
                        traceId: string;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            408: components["responses"]["Timeout"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["Unprocessable"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    "webhook-ContactCreate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "ContactCreate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-ContactUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "ContactUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-ContactDndUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "ContactDndUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-ContactTagUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "ContactTagUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-ContactDelete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "ContactDelete";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-NoteCreate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "NoteCreate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-NoteUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "NoteUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-NoteDelete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "NoteDelete";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-TaskCreate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "TaskCreate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-TaskUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "TaskUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-TaskComplete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "TaskComplete";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-TaskDelete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "TaskDelete";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-AppointmentCreate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "AppointmentCreate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-AppointmentUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "AppointmentUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-AppointmentDelete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "AppointmentDelete";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-OpportunityCreate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "OpportunityCreate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-OpportunityUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "OpportunityUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-OpportunityStageUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "OpportunityStageUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-OpportunityStatusUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "OpportunityStatusUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-OpportunityMonetaryValueUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "OpportunityMonetaryValueUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-OpportunityAssignedToUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "OpportunityAssignedToUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-OpportunityDelete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "OpportunityDelete";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-BusinessCreate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "BusinessCreate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-BusinessUpdate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "BusinessUpdate";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    "webhook-BusinessDelete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @constant */
                    type: "BusinessDelete";
                    locationId: string;
                    id?: string;
                    webhookId: string;
                    /** Format: date-time */
                    timestamp?: string;
                };
            };
        };
        responses: {
            /** @description Taken; any 2xx will do */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Send no more */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
