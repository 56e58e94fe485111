"""Parts of invented people's names."""

GIVEN = (
    "Adam", "Aisha", "Alan", "Amir", "Anna", "Ben", "Bethan", "Callum", "Carys", "Chloe",
    "Daniel", "David", "Deepak", "Dylan", "Elin", "Emma", "Fatima", "Gareth", "George", "Grace",
    "Hannah", "Harpreet", "Hassan", "Ian", "Imran", "Isla", "Jack", "James", "Jasmine", "Joanna",
    "John", "Joseph", "Karen", "Kasia", "Kevin", "Laura", "Lee", "Leon", "Liam", "Lucy", "Luke",
    "Maria", "Mark", "Martin", "Megan", "Michael", "Mohammed", "Natalie", "Nathan", "Nia",
    "Oliver", "Omar", "Owen", "Paul", "Peter", "Priya", "Rachel", "Rhys", "Robert", "Ryan", "Sam",
    "Sara", "Sean", "Shaun", "Sian", "Sofia", "Stephen", "Steven", "Susan", "Tariq", "Thomas",
    "Tomasz", "Victoria", "William", "Yusuf", "Zara",
)  # fmt: skip
BEGINNINGS = (
    "Ash", "Black", "Brad", "Brook", "Burn", "Carl", "Chad", "Clay", "Crow", "Dal", "Edg", "Far",
    "Fern", "Glad", "Green", "Hal", "Ham", "Har", "Hart", "Haw", "Hol", "Hor", "Kel", "Ken",
    "King", "Lan", "Law", "Lin", "Lock", "Mar", "Mil", "Mor", "Nor", "Oak", "Old", "Pad", "Park",
    "Pen", "Pres", "Ran", "Red", "Rich", "Rock", "Row", "Shel", "Sher", "Stan", "Stock", "Sum",
    "Sut", "Thorn", "Tor", "Wal", "War", "Web", "Wes", "Whit", "Wil", "Win", "Wood", "York",
)  # fmt: skip
ENDS = (
    "bury", "by", "cott", "croft", "den", "dale", "field", "ford", "gate", "ham", "hill", "house",
    "hurst", "land", "ley", "man", "more", "ridge", "shaw", "son", "stead", "stone", "ton",
    "ville", "wall", "ward", "water", "well", "wick", "wood", "worth",
)  # fmt: skip
