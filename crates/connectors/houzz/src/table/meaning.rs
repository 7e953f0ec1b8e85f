//! What a column may mean.

macro_rules! meanings {
    ($($variant:ident $name:literal $what:literal [$($word:literal)*];)*) => {
        /// What a column means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Meaning {
            $(#[doc = $what] $variant,)*
        }

        impl Meaning {
            /// Every meaning there is.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in maps.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Columns' names that mean it: letters and digits alone, lower case.
            pub(super) const fn words(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($word,)*],)*
                }
            }
        }
    };
}

meanings! {
    Name "name" "The whole name."
        ["name" "fullname" "client" "clientname" "customer" "customername" "contact" "contactname"
         "homeowner" "leadcontact" "nombre" "nom" "kunde"];
    FirstName "firstName" "The first name."
        ["firstname" "first" "givenname" "forename" "clientfirstname" "vorname" "prenom"];
    LastName "lastName" "The last name."
        ["lastname" "last" "surname" "familyname" "clientlastname" "nachname"];
    Email "email" "The main e-mail."
        ["email" "emailaddress" "mail" "clientemail" "contactemail" "primaryemail" "email1" "emails"
         "customeremail" "correo"];
    SecondEmail "secondEmail" "A further e-mail."
        ["secondemail" "email2" "secondaryemail" "otheremail" "alternateemail" "spouseemail"];
    Phone "phone" "The main phone number."
        ["phone" "phonenumber" "mobile" "mobilephone" "cell" "cellphone" "telephone" "tel" "clientphone"
         "primaryphone" "phone1" "contactphone" "customerphone" "telefon" "telefono"];
    SecondPhone "secondPhone" "A further phone number."
        ["secondphone" "phone2" "secondaryphone" "otherphone" "alternatephone" "homephone" "workphone"];
    Company "companyName" "The company the person stands for."
        ["company" "companyname" "business" "businessname" "organization" "organisation" "firm"];
    Address1 "address1" "Street and number, or the whole address."
        ["address" "address1" "street" "streetaddress" "addressline1" "projectaddress" "clientaddress"
         "mailingaddress" "projectlocation"];
    Address2 "address2" "More of the street address."
        ["address2" "addressline2" "unit" "suite" "apt" "apartment"];
    City "city" "The town." ["city" "town" "projectcity" "ort" "ville"];
    State "state" "The state." ["state" "province" "region" "stateprovince" "projectstate"];
    PostalCode "postalCode" "The ZIP or postal code."
        ["zip" "zipcode" "postalcode" "postcode" "zippostalcode" "projectzip" "plz"];
    Country "country" "The country." ["country" "land" "pays"];
    Website "website" "A web address." ["website" "url" "web" "homepage"];
    Tags "tags" "Tags, with commas or semicolons between." ["tags" "tag" "labels" "label"];
    Note "note" "A note to attach."
        ["note" "notes" "comments" "comment" "description" "details" "message" "generalnotes" "remarks"];
    CreatedAt "createdAt" "The day it came to be."
        ["createdat" "created" "createddate" "datecreated" "dateadded" "leaddate" "receivedat"
         "inquirydate" "date"];
    Id "id" "The row's own id."
        ["id" "leadid" "clientid" "recordid" "houzzid" "contactid"];
    Extra "extra" "Kept under the column's own name." [];
    Ignore "ignore" "Left alone." [];
}

impl Meaning {
    /// The meaning of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let mut all = Self::ALL.iter().copied();
        all.find(|meaning| meaning.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Whether several columns may mean it.
    pub(super) const fn may_repeat(self) -> bool {
        matches!(self, Self::Note | Self::Tags | Self::Extra | Self::Ignore)
    }

    /// Whether it tells people apart.
    pub(super) const fn identifies(self) -> bool {
        matches!(
            self,
            Self::Email | Self::SecondEmail | Self::Phone | Self::SecondPhone
        )
    }
}
